// SPDX-License-Identifier: Apache-2.0
// An energy, interval by interval, and what of it is attributed to the tree.
#pragma once

#include "attribution/tree_share.hpp"
#include "joules/account.hpp"

#include <vector>

namespace joules {

/// The energy of every interval.
using EnergySeries = std::vector<Joules>;

Joules sum(const EnergySeries& energy);
/// `total`, if it is not empty, has as many intervals.
void add(const EnergySeries& energy, EnergySeries& total);

/// `energy` times `parts`, which has as many.
EnergySeries within(const EnergySeries& energy, const std::vector<double>& parts);

/// What of an energy the policy shares.
struct Shared {
  EnergySeries energy;
  EnergySeries unpaid; // of idle power: the host drew less, or its counter was late; empty: none is
};

/// `energy` is part of `host`, all of it on most machines. The policy shares all of it, or for
/// `marginal` what is above idle power, which is known of the whole host only and is divided among
/// parts in proportion to their energy.
Shared shared_part(const EnergySeries& energy, const EnergySeries& host,
                   const std::vector<CpuInterval>& intervals, const Policy& policy);

/// The tree's part of an energy.
struct Attributed {
  EnergySeries tree;           // of each interval
  std::vector<double> weights; // of each interval's energy in the sum of `tree`: near its share
};

/// Energy x share, in each of the parts into which an interval is cut where the tree started or
/// stopped in it.
///
/// REQUIRES: as many energies as intervals.
Attributed attributed(const EnergySeries& shared, const CpuHistory& cpu, Policy::Kind policy);

} // namespace joules
