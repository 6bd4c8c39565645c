// SPDX-License-Identifier: Apache-2.0
#include "statistics/beside_baseline.hpp"

#include <algorithm>
#include <tuple>

namespace joules {

MetricSummaries summaries_of(const Series& series) {
  MetricSummaries summaries;
  for (const Metric metric : all_metrics) {
    const std::vector<double> values = values_of(series, metric);
    if (!values.empty()) summaries[static_cast<std::size_t>(metric)] = summarize(values);
  }
  return summaries;
}

MetricComparison beside_baseline(const Baseline& baseline, const Series& series, Metric metric) {
  const std::vector<double> before = values_of(baseline.series, metric);
  const std::vector<double> after = values_of(series, metric);
  const bool all_known =
      before.size() == baseline.series.runs.size() && after.size() == series.runs.size();
  return {0, metric, all_known ? compare_unpaired(before, after) : std::nullopt};
}

std::optional<Warning> of_another_host(const Baseline& baseline, const std::string& cpu_model,
                                       const std::string& kernel, const std::string& governor) {
  std::string differing;
  for (const auto& [name, then, now] : {std::tuple("CPU", baseline.cpu_model, cpu_model),
                                        std::tuple("kernel", baseline.kernel, kernel),
                                        std::tuple("governor", baseline.governor, governor)})
    if (then != now) (differing += differing.empty() ? "" : ", ") += name;
  if (differing.empty()) return std::nullopt;
  return Warning{WarningCode::baseline_other_host,
                 baseline.file + " was measured with another " + differing};
}

bool any_lower_bound(const Series& series) {
  return std::any_of(series.runs.begin(), series.runs.end(),
                     [](const Figures& run) { return run.at_least; });
}

} // namespace joules
