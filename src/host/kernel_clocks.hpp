// SPDX-License-Identifier: Apache-2.0
// Clocks of clock_gettime(2), in nanoseconds.
#pragma once

#include "joules/recording.hpp"

#include <optional>

#include <sys/types.h>
#include <time.h>

namespace joules {

/// nullopt: there is no such clock, or not any more.
std::optional<Nanoseconds> read_clock(clockid_t clock);

/// CLOCK_MONOTONIC.
Instant monotonic_now();

/// The kernel's own clock of a process: all its threads, dead ones too; readable for other users'
/// processes and for zombies (kernel/time/posix-cpu-timers.c).
std::optional<Nanoseconds> process_clock(pid_t pid);

} // namespace joules
