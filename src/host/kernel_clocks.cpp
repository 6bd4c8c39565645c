// SPDX-License-Identifier: Apache-2.0
#include "host/kernel_clocks.hpp"

namespace joules {

std::optional<Nanoseconds> read_clock(clockid_t clock) {
  timespec time{};
  if (::clock_gettime(clock, &time) != 0) return std::nullopt;
  return std::chrono::seconds(time.tv_sec) + Nanoseconds(time.tv_nsec);
}

Instant monotonic_now() {
  return read_clock(CLOCK_MONOTONIC).value_or(Instant{0});
}

std::optional<Nanoseconds> process_clock(pid_t pid) {
  // As clock_getcpuclockid() makes it, which asks the kernel each time whether it is there:
  // MAKE_PROCESS_CPUCLOCK(pid, CPUCLOCK_SCHED) in include/linux/posix-timers.h.
  return read_clock((~pid << 3) | 2);
}

} // namespace joules
