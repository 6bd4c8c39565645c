// SPDX-License-Identifier: Apache-2.0
// What the tree is charged with out of an energy, interval by interval.
#pragma once

#include "joules/account.hpp"
#include "joules/attribution/tree_share.hpp"

#include <vector>

namespace joules {

/// The energy of every interval.
using EnergySeries = std::vector<Joules>;

Joules sum(const EnergySeries& energy);
/// `total`, if it is not empty, has as many intervals.
void add(const EnergySeries& energy, EnergySeries& total);

/// 0 to 1; 0 where there is nothing to have a part of.
double ratio(Seconds part, Seconds whole);

/// `energy` is part of `host`, all of it on most machines, and shared by `cpu`, the time of those
/// CPUs that it feeds. Idle power, which is known of the whole host only, is divided among parts in
/// proportion to their energy.
EnergySeries charge_each(const EnergySeries& energy, const EnergySeries& host,
                         const CpuHistory& cpu, const Policy& policy);

} // namespace joules
