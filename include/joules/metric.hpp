// SPDX-License-Identifier: Apache-2.0
// Metrics: the numbers of a run that comparisons and gates speak of.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace joules {

enum class Metric {
  energy_tree,
  energy_host,
  power_tree,
  power_host,
  wall,
  energy_scope, // of the subject or phase that --scope names
  power_scope,
  wall_scope,
  energy_each // of one unit of work: the tree's, or the phase's
};

/// In the order of the reports.
inline constexpr std::array all_metrics{
    Metric::energy_tree,  Metric::energy_host, Metric::power_tree, Metric::power_host, Metric::wall,
    Metric::energy_scope, Metric::power_scope, Metric::wall_scope, Metric::energy_each};

/// Those of every run.
inline constexpr std::span<const Metric> metrics_of_runs = std::span(all_metrics).first<5>();
constexpr bool is_of_runs(Metric metric) {
  return metric <= metrics_of_runs.back();
}

/// "energy_tree_joules": the key of a run in JSON.
std::string_view key_of(Metric metric);
/// "energy, process tree": the label in text.
std::string_view label_of(Metric metric);
/// "J", "W", "s".
std::string_view unit_of(Metric metric);

/// One run in numbers, in joules, watts and seconds; nullopt: not known.
struct MetricValues {
  std::array<std::optional<double>, all_metrics.size()> values;
  std::array<std::optional<double>, all_metrics.size()> half_widths; // the +- of each, at 95 %
  bool at_least = false; // part of the energy in scope could not be read: the truth is not below
  bool host_at_least = false; // the same of the host's

  std::optional<double>& operator[](Metric metric) {
    return values[static_cast<std::size_t>(metric)];
  }
  const std::optional<double>& operator[](Metric metric) const {
    return values[static_cast<std::size_t>(metric)];
  }
};

/// What decided how many runs there are: the user, or how much they scatter (--precision).
enum class Stopping { planned, by_width };

/// The complete runs of one command, just measured or from a saved report, in their order.
struct Series {
  std::string name;
  std::vector<MetricValues> runs;
  Stopping stopping = Stopping::planned;
};

/// Is the truth not below what is known of this metric, in any run? Times are exact.
bool is_lower_bound(const Series& series, Metric metric);

/// The known values of one metric, in the runs' order.
std::vector<double> values_of(const Series& series, Metric metric);

/// The +- of the mean of a metric: the runs' own, whose errors are independent of one another.
/// nullopt: it is not known for every run.
std::optional<double> half_width_of_mean(const Series& series, Metric metric);

} // namespace joules
