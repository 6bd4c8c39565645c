// SPDX-License-Identifier: Apache-2.0
#include "joules/statistics/findings.hpp"
#include "statistics/beside_baseline.hpp"

#include <algorithm>

namespace joules {

Findings evaluate_saved(const Baseline& reference, const Baseline& candidate,
                        const std::optional<Gate>& regression, GateRule rule) {
  Findings findings;
  findings.summaries = {summaries_of(reference.series), summaries_of(candidate.series)};
  findings.baseline = reference.file;
  for (const Metric metric : all_metrics) {
    findings.comparisons.push_back(beside_baseline(reference, candidate.series, metric));
    findings.comparisons.back().candidate = 1;
  }
  if (auto warning =
          of_another_host(reference, candidate.cpu_model, candidate.kernel, candidate.governor))
    findings.warnings.push_back(std::move(*warning));
  if (std::min(reference.series.runs.size(), candidate.series.runs.size()) < confident_from)
    findings.warnings.push_back(
        {WarningCode::few_runs, "fewer than 6 runs: the intervals are wide, if there are any"});
  if (!regression) return findings;
  const bool at_least = any_lower_bound(reference.series) || any_lower_bound(candidate.series);
  for (const MetricComparison& comparison : findings.comparisons) {
    if (comparison.metric != regression->metric) continue;
    GateFinding finding;
    finding.gate = *regression;
    finding.reason = "not measured in every run";
    findings.gates.push_back(
        comparison.result ? judge(*regression, rule, *comparison.result, at_least) : finding);
  }
  return findings;
}

} // namespace joules
