// SPDX-License-Identifier: Apache-2.0
// How much of the tree's CPU time no clock may have seen: that of processes that nobody waited for.
#pragma once

#include "accounting/procfs_tree.hpp"
#include "joules/recording.hpp"

#include <filesystem>
#include <vector>

namespace joules {

struct MissedTime {
  bool at_least = false;         // the tree's CPU time is a lower bound
  Nanoseconds unseen_at_most{0}; // see ExitInfo::tree_cpu_unseen_at_most
};

/// `clocks`: what each said last; the largest is the tree's. `others_started`: may there have been
/// processes beside those that walks met?
///
/// The walk knows the most that one process can have used within an interval; time that another
/// clock saw beyond the walk's is part of it, and not missed. Without perf, of the children that no
/// walk met nothing is known but that a member ignores SIGCHLD. With perf these are seen, but
/// without the kernel's work at their exit, 0.1 to 0.6 ms each and more for large ones, since
/// perf's events end before a process's memory is given back ("perf: Fix sample vs do_exit()",
/// 4f6fc7821283, in 6.16, and from June 2025 on in stable series back to 5.10: a kernel's version
/// does not tell). So where perf saw time that nobody waited for, that is a lower bound, too. And
/// as short processes are met at random, a quarter of that time is the least that is said of what
/// may be missing: measured on 6.18, it was 5 % of the time of Python's, 11 % of that of small C
/// programs.
///
/// A control group of the command's own misses nothing, as long as nobody leaves it.
///
/// A bound that is within 0.3 % and two ticks is not said: the uncertainty covers it.
MissedTime missed_time(const std::vector<ClockReading>& clocks,
                       const ProcfsTree::Unclaimed& unclaimed, bool others_started);

/// Has a process or a thread been started in our pid namespace since the one with this number? True
/// where `proc` does not tell.
bool others_were_started_since(pid_t pid, const std::filesystem::path& proc);

} // namespace joules
