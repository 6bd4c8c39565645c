// SPDX-License-Identifier: Apache-2.0
// Series of runs, summed up and held beside those of a saved report.
#pragma once

#include "joules/statistics/findings.hpp"

#include <optional>
#include <string>

namespace joules {

MetricSummaries summaries_of(const Series& series);

/// No result when the metric is not known in every run.
MetricComparison beside_baseline(const Baseline& baseline, const Series& series, Metric metric);

/// nullopt: the baseline was measured on such a machine.
std::optional<Warning> of_another_host(const Baseline& baseline, const std::string& cpu_model,
                                       const std::string& kernel, const std::string& governor);

bool any_lower_bound(const Series& series);

} // namespace joules
