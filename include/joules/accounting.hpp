// SPDX-License-Identifier: Apache-2.0
// accounting/: how much CPU time the tree used, and how long the host was busy. Clocks of the tree
// can only miss time, never invent it, so that the largest of them is the tree's.
#pragma once

#include "accounting/command_group.hpp" // CommandGroup: a control group of the command's own
#include "accounting/host_time.hpp"     // HostClock: /proc/stat, for the host and for each package
#include "accounting/missed_time.hpp"   // what processes that nobody waited for may have used
#include "accounting/perf_clock.hpp"    // PerfClock: an inherited task-clock event
#include "accounting/procfs_tree.hpp"   // ProcfsTree: the walk over the members of the tree
#include "accounting/reaped.hpp"        // ReapedClock: rusage of what was waited for
#include "accounting/settings.hpp"      // --cpu-clock
#include "accounting/subjects.hpp"      // Subjects: what --of names
#include "accounting/tree_clock.hpp"    // TreeClock: what all of these are to sampling/
