// SPDX-License-Identifier: Apache-2.0
#include "joules/account.hpp"

#include <cstdlib>

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

std::string_view name_of(WarningCode code) {
  switch (code) {
  case WarningCode::short_run: return "short_run";
  case WarningCode::busy_host: return "busy_host";
  case WarningCode::virtualized: return "virtualized";
  case WarningCode::sensor_unavailable: return "sensor_unavailable";
  case WarningCode::partial_sensor: return "partial_sensor";
  case WarningCode::counter_wrapped: return "counter_wrapped";
  case WarningCode::counter_reset: return "counter_reset";
  case WarningCode::counter_implausible: return "counter_implausible";
  case WarningCode::sensors_disagree: return "sensors_disagree";
  case WarningCode::suspended: return "suspended";
  case WarningCode::tree_left_running: return "tree_left_running";
  case WarningCode::cpu_time_uncertain: return "cpu_time_uncertain";
  case WarningCode::drift: return "drift";
  case WarningCode::outliers: return "outliers";
  case WarningCode::few_runs: return "few_runs";
  case WarningCode::autocorrelated: return "autocorrelated";
  case WarningCode::baseline_other_command: return "baseline_other_command";
  case WarningCode::baseline_other_host: return "baseline_other_host";
  }
  std::abort();
}

} // namespace joules
