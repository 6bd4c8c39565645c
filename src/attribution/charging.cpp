// SPDX-License-Identifier: Apache-2.0
#include "attribution/charging.hpp"

#include <algorithm>

namespace joules {

namespace {

Joules charge(Joules energy, Joules host, const CpuInterval& cpu, const Policy& policy) {
  switch (policy.kind) {
  case Policy::Kind::busy: return energy * ratio(cpu.tree, cpu.busy);
  case Policy::Kind::capacity: return energy * ratio(cpu.tree, cpu.capacity);
  case Policy::Kind::marginal: {
    const double part = host.value > 0 ? energy / host : 0;
    const Joules idle = policy.idle_power * cpu.length * part;
    return std::max(energy - idle, Joules{0}) * ratio(cpu.tree, cpu.busy);
  }
  }
  return {};
}

} // namespace

Joules sum(const EnergySeries& energy) {
  Joules total{0};
  for (const Joules joules : energy) total += joules;
  return total;
}

void add(const EnergySeries& energy, EnergySeries& total) {
  total.resize(energy.size());
  for (std::size_t i = 0; i < energy.size(); ++i) total[i] += energy[i];
}

double ratio(Seconds part, Seconds whole) {
  return whole.count() > 0 ? std::clamp(part / whole, 0.0, 1.0) : 0.0;
}

EnergySeries charge_each(const EnergySeries& energy, const EnergySeries& host,
                         const CpuHistory& cpu, const Policy& policy) {
  EnergySeries charged;
  for (std::size_t i = 0; i < energy.size(); ++i)
    charged.push_back(charge(energy[i], host[i], cpu.intervals[i], policy));
  return charged;
}

} // namespace joules
