// SPDX-License-Identifier: Apache-2.0
// Commands that have their work done by a process outside of their tree.
#pragma once

#include "joules/account.hpp"

#include <optional>

namespace joules {

/// Warns where a known client was in the tree, the tree used little CPU time, and others used much:
/// less than a tenth of theirs, which was at least a quarter of a CPU's time. Without such others
/// the work, if there was any, was not done on this host at that time. nullopt: nothing to say.
std::optional<warnings::WorkElsewhere> work_elsewhere(const Recording& recording, Seconds wall,
                                                      Seconds tree, Seconds others);

} // namespace joules
