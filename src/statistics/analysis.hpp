// SPDX-License-Identifier: Apache-2.0
// What the runs say together: summaries, verdicts, and what to be careful about.
#pragma once

#include "joules/runs.hpp"
#include "statistics/baseline.hpp"
#include "statistics/comparison.hpp"
#include "statistics/gate.hpp"
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
};

struct Analysis {
  std::vector<MetricSummaries> summaries; // in the order of the commands
  std::vector<MetricComparison> comparisons;
  std::string baseline; // the file that the first command is compared with; empty: none
  std::vector<GateResult> gates;
  std::vector<Warning> warnings; // each code once, with how many runs it concerns

  [[nodiscard]] bool any(GateVerdict verdict) const;
};

/// What is asked of the runs.
struct AnalysisSpec {
  std::vector<Gate> gates;
  GateRule rule = GateRule::automatic;
  std::optional<Baseline> baseline;
  std::optional<Gate> regression; // of the baseline, or of the first command
  bool skip_estimates = false;    // a gate on a value that was estimated is skipped
};

Analysis analyse(const Experiment& experiment, const AnalysisSpec& spec);

/// Two saved series: the summary of each, `candidate` compared with `reference`, and the verdict on
/// `regression`.
Analysis analyse_saved(const Baseline& reference, const Baseline& candidate,
                       const std::optional<Gate>& regression, GateRule rule);

} // namespace joules
