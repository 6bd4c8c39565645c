// SPDX-License-Identifier: Apache-2.0
// One line of /proc/PID/stat: proc(5), fs/proc/array.c of the Linux kernel.
#pragma once

#include "joules/units.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace joules {

struct ProcessStat {
  pid_t pid = 0;
  std::string command; // at most 15 bytes, any bytes: ") R 1 (" is a legal name
  char state = '?';
  pid_t parent = 0;
  Nanoseconds own{0};      // utime + stime of all its threads, dead ones too; whole ticks
  Nanoseconds children{0}; // cutime + cstime: of the children it has waited for; whole ticks
  int threads = 1;
  std::uint64_t faults = 0;          // page faults of its own, minor and major
  std::uint64_t children_faults = 0; // of the children it has waited for, to the last one
  bool ignores_children = false;     // SIGCHLD is ignored: its children are waited for by nobody
  std::uint64_t start_ticks = 0;     // since boot: with pid the process's identity
  int processor = -1;                // the CPU it ran on last; -1: the line ends before it
};

/// Nothing of it will run again. A process whose first thread has ended shows as a zombie while its
/// other threads run on.
bool is_dead(const ProcessStat& stat);

/// nullopt for a line that is cut off or is not one.
std::optional<ProcessStat> parse_process_stat(std::string_view line);

/// One tick of proc's times, 10 ms on every Linux we know: sysconf(_SC_CLK_TCK).
Nanoseconds clock_tick();

} // namespace joules
