// SPDX-License-Identifier: Apache-2.0
// The analysis of all runs together: summaries, comparisons, verdicts, warnings.
#pragma once

#include "joules/runs.hpp"
#include "statistics/baseline.hpp"
#include "statistics/comparison.hpp"
#include "statistics/gate.hpp"
#include "statistics/precision.hpp"
#include "statistics/summary.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace joules {

/// One command's runs; nullopt: the metric was known in none of them.
using MetricSummaries = std::array<std::optional<Summary>, all_metrics.size()>;

/// A command beside the first one, or the first one beside the baseline, by one metric.
struct MetricComparison {
  std::size_t candidate = 1; // number of the command
  Metric metric = Metric::energy_tree;
  std::optional<Comparison> result; // nullopt: not known in every run, or 0 in one
  bool at_least = false;            // one side, or both, is a lower bound: there is no verdict
};

struct Analysis {
  Scope scope;                            // what gates, comparisons and precision speak of
  std::vector<Metric> metrics;            // that comparisons and exports have, in their order
  std::vector<MetricSummaries> summaries; // in the order of the commands
  std::vector<std::size_t> lower_bounds;  // the commands whose energy in scope is one
  std::vector<MetricComparison> comparisons;
  std::string baseline; // the file that the first command is compared with; empty: none
  std::vector<GateResult> gates;
  std::optional<Precision> precision; // nullopt: it decided nothing
  std::vector<Warning> warnings;      // each code once, with how many runs it concerns

  [[nodiscard]] bool any(GateVerdict verdict) const;
  /// Is there a gate whose value was not measured in every run?
  [[nodiscard]] bool any_unmeasured() const;
};

/// The commands are compared with `baseline`, else with the first of them.
Analysis analyse(const Experiment& experiment, const GateSettings& gates,
                 const std::optional<Baseline>& baseline = std::nullopt);

/// Two saved series: the summary of each, `candidate` compared with `reference`, and the verdict on
/// the regression.
Analysis analyse_saved(const Baseline& reference, const Baseline& candidate,
                       const GateSettings& gates);

} // namespace joules
