// SPDX-License-Identifier: Apache-2.0
#include "joules/sampling/clock.hpp"

#include <time.h>

#include <array>
#include <cstdio>
#include <ctime>

namespace joules {

namespace {
Nanoseconds read_clock(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return std::chrono::seconds(time.tv_sec) + Nanoseconds(time.tv_nsec);
}
} // namespace

Instant SystemClock::now() const {
  return read_clock(CLOCK_MONOTONIC);
}

Nanoseconds SystemClock::asleep() const {
  // Monotonic first: the nanoseconds between the two reads then look like sleep, never like less.
  const Nanoseconds awake = read_clock(CLOCK_MONOTONIC);
  return read_clock(CLOCK_BOOTTIME) - awake;
}

Nanoseconds own_cpu_time() {
  return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

std::string utc_now() {
  const Nanoseconds now = read_clock(CLOCK_REALTIME);
  const std::time_t seconds = std::chrono::duration_cast<std::chrono::seconds>(now).count();
  const auto milliseconds = now.count() / 1'000'000 % 1000;
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &utc);
  std::array<char, 8> fraction{};
  std::snprintf(fraction.data(), fraction.size(), ".%03dZ", static_cast<int>(milliseconds));
  return std::string(text.data()) + fraction.data();
}

} // namespace joules
