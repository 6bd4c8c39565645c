// SPDX-License-Identifier: Apache-2.0
// What the clocks, the walk and the reaped processes tell of a tree once its command has ended.
#pragma once

#include "joules/recording.hpp"
#include "sampling/tree_clocks.hpp"

#include <sys/types.h>

namespace joules {

/// `tree_cpu`: the closing figure of the clocks. The rest of ExitInfo is for those who followed the
/// command.
ExitInfo facts_of_tree(Nanoseconds tree_cpu, const TreeClocks& clocks, const ReapedTotals& reaped,
                       const ProcfsTree::Start& start, pid_t command);

} // namespace joules
