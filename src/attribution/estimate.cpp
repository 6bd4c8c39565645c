// SPDX-License-Identifier: Apache-2.0
#include "attribution/estimate.hpp"

#include "attribution/part.hpp"
#include "attribution/uncertainty.hpp"

#include <algorithm>

namespace joules {

namespace {

EnergySeries modelled(double idle_watts, double busy_watts, const CpuHistory& cpu) {
  EnergySeries energy;
  for (const CpuInterval& interval : cpu.intervals)
    energy.push_back(Watts{idle_watts} * interval.capacity +
                     Watts{busy_watts - idle_watts} * interval.busy);
  return energy;
}

} // namespace

Division divide_estimate(const Recording& recording, const CpuHistory& cpu, const Policy& policy,
                         const std::vector<Portion::Parts>& portions) {
  const PowerModel& model = *recording.method.model;
  const auto part_with = [&](double idle_watts, double busy_watts, std::optional<Watts> idle) {
    const EnergySeries host = modelled(idle_watts, busy_watts, cpu);
    Policy of_part = policy;
    of_part.idle_power = idle.value_or(policy.idle_power);
    return part_of_host(host, host, cpu, of_part);
  };
  const auto error_of = [&](const Part& part) {
    return clock_error(part.shared, cpu, policy.kind, recording.exit_info.tree_quantum);
  };
  const Part low = part_with(model.idle_watts.low, model.busy_watts.low, policy.idle_low);
  const Part middle = part_with(model.idle_watts.middle, model.busy_watts.middle, std::nullopt);
  const Part high = part_with(model.idle_watts.high, model.busy_watts.high, policy.idle_high);
  const auto host_of = [&](double idle_watts, double busy_watts) {
    return sum(modelled(idle_watts, busy_watts, cpu));
  };
  Division division;
  division.host = {host_of(model.idle_watts.middle, model.busy_watts.middle), false,
                   host_of(model.idle_watts.low, model.busy_watts.low),
                   host_of(model.idle_watts.high, model.busy_watts.high)};
  division.of_host = modelled(model.idle_watts.middle, model.busy_watts.middle, cpu);
  division.of_tree = middle.tree();
  if (policy.kind != Policy::Kind::marginal) division.tree_by_capacity = sum(middle.by_capacity());
  // Cutting intervals, and idle power of each one's own, may take the order of the three away.
  const auto [least, most] =
      std::minmax({sum(low.tree()), sum(division.of_tree), sum(high.tree())});
  const Joules unseen =
      unseen_error(*division.host.high, cpu, recording.exit_info.tree_cpu_unseen_at_most);
  division.tree = {sum(division.of_tree), false, std::max(least - error_of(low), Joules{0}),
                   std::min(most + together({error_of(high), unseen}), *division.host.high)};
  const auto host_in = [&](const Portion::Parts& parts, double idle_watts, double busy_watts) {
    return sum(within(modelled(idle_watts, busy_watts, cpu), parts));
  };
  for (const Portion::Parts& parts : portions) {
    const Joules now = sum(within(division.of_tree, parts));
    const auto [lower, upper] =
        std::minmax({sum(within(low.tree(), parts)), now, sum(within(high.tree(), parts))});
    division.portions.push_back({{host_in(parts, model.idle_watts.middle, model.busy_watts.middle),
                                  false, host_in(parts, model.idle_watts.low, model.busy_watts.low),
                                  host_in(parts, model.idle_watts.high, model.busy_watts.high)},
                                 {now, false, lower, upper},
                                 std::nullopt});
  }
  return division;
}

} // namespace joules
