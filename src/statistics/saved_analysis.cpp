// SPDX-License-Identifier: Apache-2.0
#include "statistics/analysis.hpp"
#include "statistics/compared_series.hpp"
#include "statistics/run_warnings.hpp"

#include <algorithm>
#include <utility>

namespace joules {

Analysis analyse_saved(const Baseline& reference, const Baseline& candidate,
                       const GateSettings& gates) {
  Analysis analysis;
  analysis.summaries = {summaries_of(reference.series), summaries_of(candidate.series)};
  analysis.baseline = reference.origin.file;
  analysis.scope = gates.scope;
  const Series both[] = {reference.series, candidate.series};
  analysis.lower_bounds = lower_bounds_in(both, energy_in(gates.scope));
  analysis.scope.unit = reference.unit;
  analysis.metrics = comparable(metrics_known(gates.scope, both), reference.unit, candidate.unit);
  analysis.comparisons =
      compared_with_saved(reference.series, candidate.series, 1, analysis.metrics);
  const auto add = [&](auto&& warning) {
    if (warning) analysis.warnings.emplace_back(*warning);
  };
  using What = warnings::FewRuns::What;
  add(of_another_host(reference, candidate.origin));
  add(of_another_command(reference, candidate));
  add(about_few_runs(reference.series.runs.size(), What::saved_runs));
  add(about_few_runs(candidate.series.runs.size(), What::runs));
  const auto energy = static_cast<std::size_t>(energy_in(gates.scope));
  add(about_dependence(analysis.summaries[0][energy]));
  add(about_dependence(analysis.summaries[1][energy]));
  const auto regression = regression_gate_of(gates);
  if (!regression) return analysis;
  const bool at_least = any_lower_bound(reference.series) || any_lower_bound(candidate.series);
  const auto same_metric =
      std::find_if(analysis.comparisons.begin(), analysis.comparisons.end(),
                   [&](const MetricComparison& one) { return one.metric == regression->metric; });
  analysis.gates = judged_regressions(*regression, gates.rule, {*same_metric}, {at_least});
  return analysis;
}

} // namespace joules
