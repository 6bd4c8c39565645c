// SPDX-License-Identifier: Apache-2.0
#include "statistics/precision.hpp"

#include "statistics/compared_series.hpp"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

namespace joules {

namespace {

constexpr double endless = std::numeric_limits<double>::infinity();

double relative_width(const std::optional<Interval>& interval, double around) {
  if (!interval || !(around > 0)) return endless;
  return (interval->high - around) / around;
}

/// Of the ratio, whose interval reaches further up than down.
double relative_width(const std::optional<Comparison>& comparison) {
  if (!comparison || !comparison->interval || !comparison->ratio || !(*comparison->ratio > 0))
    return endless;
  return (comparison->interval->high - comparison->interval->low) / 2 / *comparison->ratio;
}

double widest_of(const std::vector<Series>& commands, Metric metric) {
  double widest = 0;
  if (commands.size() == 1) {
    const auto summary = summaries_of(commands.front())[static_cast<std::size_t>(metric)];
    const bool all_known = summary && summary->n == commands.front().runs.size();
    return all_known ? relative_width(summary->interval, summary->mean) : endless;
  }
  for (const MetricComparison& comparison : compared_in_pairs(commands, {&metric, 1}))
    widest = std::max(widest, relative_width(comparison.result));
  return widest;
}

} // namespace

std::optional<Precision> precision_of(const Experiment& experiment, const Scope& scope) {
  if (!experiment.plan.precision) return std::nullopt;
  const Metric metric = energy_in(scope);
  const double widest = widest_of(series_of(experiment, scope), metric);
  return Precision{metric, *experiment.plan.precision,
                   widest < endless ? std::optional(widest) : std::nullopt};
}

bool is_precise_enough(const Experiment& experiment, const Scope& scope) {
  const std::size_t runs = experiment.commands.front().runs.size();
  const bool alike = std::ranges::all_of(
      experiment.commands, [&](const CommandRuns& command) { return command.runs.size() == runs; });
  if (!experiment.plan.precision || !alike || std::cmp_less(runs, fewest_precise_runs))
    return false;
  return precision_of(experiment, scope)->is_enough();
}

} // namespace joules
