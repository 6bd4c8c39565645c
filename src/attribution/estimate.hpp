// SPDX-License-Identifier: Apache-2.0
// Energies by a model, where no sensor can be read.
#pragma once

#include "attribution/energy_series.hpp"
#include "attribution/tree_share.hpp"
#include "joules/account.hpp"
#include "joules/recording.hpp"

namespace joules {

/// Fills in the host's and the tree's energy, with their ranges; that of the tree has the error of
/// the clocks in it. Returns what is attributed to the tree, interval by interval.
///
/// REQUIRES: a model, and intervals.
EnergySeries estimate(const Recording& recording, const CpuHistory& cpu, EnergyAccount& account);

} // namespace joules
