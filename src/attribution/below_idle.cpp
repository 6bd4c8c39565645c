// SPDX-License-Identifier: Apache-2.0
#include "attribution/below_idle.hpp"

#include "joules/decimal.hpp"

namespace joules {

namespace {

constexpr double least_of_idle = 0.9;

/// That of the whole run at its uncertainty's end.
Joules most_of(const Division& division) {
  return division.host.high.value_or(*division.host.value +
                                     division.host_uncertainty.value_or(Joules{0}));
}

void forget_tree(Division& division) {
  division.tree = {};
  division.tree_uncertainty.reset();
  division.of_tree.clear();
  for (PackageAccount& package : division.packages) package.tree.reset();
  for (Portion& portion : division.portions) {
    portion.tree = {};
    portion.tree_uncertainty.reset();
  }
}

} // namespace

void refuse_power_below_idle(const Policy& policy, Seconds wall, Division& division) {
  if (policy.kind != Policy::Kind::marginal || !division.tree.value) return;
  const Watts most = most_of(division) / wall;
  if (most >= policy.idle_power * least_of_idle) return;
  forget_tree(division);
  const auto watts = [](Watts power) { return significant(power.value, 3) + " W"; };
  const std::string idle = "less than nine tenths of its idle power of " + watts(policy.idle_power);
  if (division.host.at_least)
    division.unavailable_reason =
        "only " + watts(*division.host.value / wall) + " of the host could be read, " + idle;
  else
    division.unavailable_reason =
        "the host drew " +
        (division.host_uncertainty ? watts(*division.host.value / wall)
                                   : "at most " + watts(most)) +
        ", " + idle + ": measure that again (--idle-power measure), or use another policy";
}

} // namespace joules
