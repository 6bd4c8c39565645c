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
  division.unavailable_reason =
      "the host drew " + std::string(division.host_uncertainty ? "" : "at most ") +
      significant((division.host_uncertainty ? *division.host.value / wall : most).value, 3) +
      " W, less than nine tenths of its idle power of " + significant(policy.idle_power.value, 3) +
      " W: measure that again (--idle-power measure), or use another policy";
}

} // namespace joules
