// SPDX-License-Identifier: Apache-2.0
// The processes of a ledger as the trees that they were.
#pragma once

#include "joules/account.hpp"
#include "joules/usage.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace joules {

/// A process in the order of a walk: by its number in the ledger.
struct ForestStep {
  std::size_t process = 0;
  std::size_t depth = 0;
};

/// Parents before their children, each with those that it started, by their start.
std::vector<ForestStep> walk_of(const std::vector<ProcessUse>& processes);

/// Of each process the energy of its own and of all below it; nullopt: not known.
std::vector<std::optional<Joules>> subtree_sums(const std::vector<ForestStep>& walk,
                                                const std::vector<ProcessEnergy>& energies);

} // namespace joules
