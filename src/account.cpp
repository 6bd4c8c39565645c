// SPDX-License-Identifier: Apache-2.0
#include "joules/account.hpp"

namespace joules {

MetricValues metric_values_of(const EnergyAccount& account) {
  MetricValues figures;
  figures.at_least = account.tree.at_least || account.host.at_least;
  const auto put = [&](std::optional<Joules> energy, Metric joules, Metric watts, auto& where) {
    if (!energy) return;
    where[static_cast<std::size_t>(joules)] = energy->value;
    if (account.wall.count() > 0)
      where[static_cast<std::size_t>(watts)] = (*energy / account.wall).value;
  };
  put(account.tree.value, Metric::energy_tree, Metric::power_tree, figures.values);
  put(account.host.value, Metric::energy_host, Metric::power_host, figures.values);
  put(account.tree_uncertainty, Metric::energy_tree, Metric::power_tree, figures.half_widths);
  put(account.host_uncertainty, Metric::energy_host, Metric::power_host, figures.half_widths);
  figures[Metric::wall] = account.wall.count();
  return figures;
}

} // namespace joules
