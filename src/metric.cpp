// SPDX-License-Identifier: Apache-2.0
#include "joules/metric.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace joules {

namespace {

struct SplitArgs {
  std::string_view key, label, unit;
};

constexpr SplitArgs words_of(Metric metric) {
  switch (metric) {
  case Metric::energy_tree: return {"energy_tree_joules", "energy, process tree", "J"};
  case Metric::energy_host: return {"energy_host_joules", "energy, host", "J"};
  case Metric::power_tree: return {"power_tree_mean_watts", "power, process tree", "W"};
  case Metric::power_host: return {"power_host_mean_watts", "power, host", "W"};
  case Metric::wall: return {"wall_seconds", "time, wall", "s"};
  case Metric::energy_scope: return {"energy_scope_joules", "energy, in scope", "J"};
  case Metric::power_scope: return {"power_scope_mean_watts", "power, in scope", "W"};
  case Metric::wall_scope: return {"wall_scope_seconds", "time, in scope", "s"};
  case Metric::energy_each: return {"energy_each_joules", "energy, each unit", "J"};
  }
  std::abort();
}

} // namespace

std::string_view key_of(Metric metric) {
  return words_of(metric).key;
}

std::string_view label_of(Metric metric) {
  return words_of(metric).label;
}

std::string_view unit_of(Metric metric) {
  return words_of(metric).unit;
}

bool is_lower_bound(const Series& series, Metric metric) {
  if (unit_of(metric) == "s") return false;
  const bool of_host = metric == Metric::energy_host || metric == Metric::power_host;
  return std::ranges::any_of(series.runs, [&](const MetricValues& run) {
    return run[metric] && (of_host ? run.host_at_least : run.at_least);
  });
}

std::vector<double> values_of(const Series& series, Metric metric) {
  std::vector<double> values;
  for (const MetricValues& run : series.runs)
    if (run[metric]) values.push_back(*run[metric]);
  return values;
}

std::optional<double> half_width_of_mean(const Series& series, Metric metric) {
  double squares = 0;
  for (const MetricValues& run : series.runs) {
    const auto& half_width = run.half_widths[static_cast<std::size_t>(metric)];
    if (!half_width) return std::nullopt;
    squares += *half_width * *half_width;
  }
  if (series.runs.empty()) return std::nullopt;
  return std::sqrt(squares) / static_cast<double>(series.runs.size());
}

} // namespace joules
