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
  analysis.baseline = reference.file;
  analysis.comparisons = compared_with_saved(reference.series, candidate.series, 1);
  for (auto& warning :
       {of_another_host(reference, candidate.cpu_model, candidate.kernel, candidate.governor),
        of_another_command(reference, candidate),
        about_few_runs(reference.series.runs.size(), "saved runs"),
        about_few_runs(candidate.series.runs.size(), "runs"),
        about_dependence(analysis.summaries[0].front()),
        about_dependence(analysis.summaries[1].front())})
    if (warning) analysis.warnings.push_back(*warning);
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
