// SPDX-License-Identifier: Apache-2.0
// CPU time that real processes use, and what the kernel says of it.
#pragma once

#include "joules/units.hpp"

#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>

#include <chrono>

namespace joules::test {

/// Keeps this process busy until it has used so much more.
inline void burn(Nanoseconds time) {
  timespec start{}, now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
  do {
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  } while (std::chrono::seconds(now.tv_sec - start.tv_sec) +
               Nanoseconds(now.tv_nsec - start.tv_nsec) <
           time);
}

/// Waits for a child, and returns what it and those whom it waited for had used.
inline Nanoseconds waited_for(pid_t pid) {
  rusage usage{};
  ::wait4(pid, nullptr, 0, &usage);
  return std::chrono::seconds(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         Microseconds(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

} // namespace joules::test
