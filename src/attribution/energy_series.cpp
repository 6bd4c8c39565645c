// SPDX-License-Identifier: Apache-2.0
#include "attribution/energy_series.hpp"

#include <algorithm>
#include <cstddef>

namespace joules {

Joules sum(const EnergySeries& energy) {
  Joules total{0};
  for (const Joules joules : energy) total += joules;
  return total;
}

void add(const EnergySeries& energy, EnergySeries& total) {
  total.resize(energy.size());
  for (std::size_t i = 0; i < energy.size(); ++i) total[i] += energy[i];
}

EnergySeries shared_part(const EnergySeries& energy, const EnergySeries& host,
                         const std::vector<CpuInterval>& intervals, const Policy& policy) {
  if (policy.kind != Policy::Kind::marginal) return energy;
  EnergySeries above;
  for (std::size_t i = 0; i < energy.size(); ++i) {
    const double part = host[i].value > 0 ? energy[i] / host[i] : 0;
    const Joules idle = policy.idle_power * intervals[i].length * part;
    above.push_back(std::max(energy[i] - idle, Joules{0}));
  }
  return above;
}

EnergySeries attributed(const EnergySeries& shared, const std::vector<double>& shares) {
  EnergySeries parts;
  for (std::size_t i = 0; i < shared.size(); ++i) parts.push_back(shared[i] * shares[i]);
  return parts;
}

} // namespace joules
