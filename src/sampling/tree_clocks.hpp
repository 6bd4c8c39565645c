// SPDX-License-Identifier: Apache-2.0
// All clocks of the tree's CPU time: a new one is a line in open_tree_clocks().
#pragma once

#include "joules/accounting.hpp"
#include "joules/sensors.hpp"

#include <set>
#include <string>

namespace joules {

struct TreeClocks {
  LargestClock all;
  ProcfsTree* procfs = nullptr;  // owned by `all`; also knows who belongs to the tree
  CommandGroup* group = nullptr; // owned by `all`; nullptr: the command gets none
  std::string perf_refusal;      // why perf is not among them; empty: it is, or was not wanted
};

/// Where the tree's members are looked for, and on which packages, as far as `source` tells one
/// package from another: only then does it matter which CPU is whose.
ProcfsTree::Start start_of_walk(const HostRoot& host, const OpenSource& source);

/// Children that existed before this run. Where /proc belongs to another PID namespace, its PIDs
/// are not those of waitpid(2), so none is known.
std::set<pid_t> preexisting_children_of(const ProcfsTree::Start& start);

/// To be opened before the command is launched. `reaped` outlives them. Throws Failure when perf or
/// a group is wanted by all means and the kernel forbids it.
TreeClocks open_tree_clocks(CpuClockChoice choice, const ProcfsTree::Start& start,
                            ReapedTotals& reaped);

} // namespace joules
