// SPDX-License-Identifier: Apache-2.0
// An energy, interval by interval, and what of it is attributed to the tree.
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

/// `energy` is part of `host`, all of it on most machines. What of it the policy shares: all, or
/// for `marginal` what is above idle power, which is known of the whole host only and is divided
/// among parts in proportion to their energy.
EnergySeries shared_part(const EnergySeries& energy, const EnergySeries& host,
                         const std::vector<CpuInterval>& intervals, const Policy& policy);

/// REQUIRES: as many shares as intervals.
EnergySeries attributed(const EnergySeries& shared, const std::vector<double>& shares);

} // namespace joules
