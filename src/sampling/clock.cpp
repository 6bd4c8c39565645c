// SPDX-License-Identifier: Apache-2.0
#include "sampling/clock.hpp"

#include "joules/host.hpp"

#include <array>
#include <cstdio>

namespace joules {

namespace {

/// Of a clock that every Linux has.
Nanoseconds time_of(clockid_t clock) {
  return read_clock(clock).value_or(Nanoseconds{0});
}

} // namespace

Instant SystemClock::now() const {
  return monotonic_now();
}

Nanoseconds SystemClock::asleep() const {
  // Monotonic first: the nanoseconds between the two reads then look like sleep, never like less.
  const Nanoseconds awake = monotonic_now();
  return time_of(CLOCK_BOOTTIME) - awake;
}

Nanoseconds own_cpu_time() {
  return time_of(CLOCK_PROCESS_CPUTIME_ID);
}

std::string utc_now() {
  // Not gmtime_r(): glibc's reads the local time zone's file first.
  using namespace std::chrono;
  const sys_time<milliseconds> now(duration_cast<milliseconds>(time_of(CLOCK_REALTIME)));
  const auto midnight = floor<days>(now);
  const year_month_day date(midnight);
  const hh_mm_ss<milliseconds> time(now - midnight);
  std::array<char, 80> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02ld:%02ld:%02ld.%03ldZ",
                int(date.year()), unsigned(date.month()), unsigned(date.day()),
                time.hours().count(), time.minutes().count(), time.seconds().count(),
                time.subseconds().count());
  return text.data();
}

} // namespace joules
