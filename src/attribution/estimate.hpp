// SPDX-License-Identifier: Apache-2.0
// Energies by a model, where no sensor can be read.
#pragma once

#include "attribution/division.hpp"
#include "attribution/tree_share.hpp"
#include "joules/account.hpp"
#include "joules/recording.hpp"

namespace joules {

/// The host's and the tree's energy, with their ranges; that of the tree has the error of the
/// clocks in it.
///
/// `portions`: parts of the run that are wanted, too.
///
/// REQUIRES: a model, and intervals.
Division divide_estimate(const Recording& recording, const CpuHistory& cpu, const Policy& policy,
                         const std::vector<Portion::Parts>& portions);

} // namespace joules
