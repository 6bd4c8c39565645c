// SPDX-License-Identifier: Apache-2.0
#include "attribution/part.hpp"

#include <utility>

namespace joules {

EnergySeries Part::by_capacity() const {
  return attributed(shared, cpu, Policy::Kind::capacity).tree;
}

Part part_of_host(const EnergySeries& energy, const EnergySeries& host, const CpuHistory& cpu,
                  const Policy& policy) {
  Shared shared = shared_part(energy, host, cpu.intervals, policy);
  Attributed of_tree = attributed(shared.energy, cpu, policy.kind);
  return {std::move(shared.energy), cpu, std::move(of_tree), std::move(shared.unpaid)};
}

} // namespace joules
