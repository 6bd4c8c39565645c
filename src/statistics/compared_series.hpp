// SPDX-License-Identifier: Apache-2.0
// Series of runs held beside one another, and beside a saved one; all of them answered as one set
// of questions.
#pragma once

#include "statistics/analysis.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace joules {

MetricSummaries summaries_of(const Series& series);

/// Those that comparisons in `scope` have: of a unit of work where one is known in any run.
std::vector<Metric> metrics_known(const Scope& scope, std::span<const Series> all);

/// Each command beside the first one, in pairs as far as both have run, by each metric. Of several
/// candidates each verdict is at Holm's level, for each metric.
std::vector<MetricComparison> compared_in_pairs(const std::vector<Series>& commands,
                                                std::span<const Metric> metrics = metrics_of_runs);

/// The numbers of those in which this metric is a lower bound.
std::vector<std::size_t> lower_bounds_in(std::span<const Series> all, Metric metric);

/// The metrics without that of one unit of work, where the sides' units are not the same.
std::vector<Metric> comparable(std::vector<Metric> metrics, const std::string& unit,
                               const std::string& other);

/// By each metric; no result where one is not known in every run.
std::vector<MetricComparison> compared_with_saved(const Series& saved, const Series& series,
                                                  std::size_t candidate,
                                                  std::span<const Metric> metrics);

/// One verdict for each candidate in `comparisons`, in their order. Of several candidates each is
/// at Holm's level: at most 5 % of experiments fail a candidate wrongly, and at most 5 % pass one.
/// `at_least` tells of each comparison whether a side is a lower bound.
std::vector<GateResult> judged_regressions(const Gate& gate, GateRule rule,
                                           const std::vector<MetricComparison>& comparisons,
                                           const std::vector<bool>& at_least);

/// A gate that the bounds did not decide, and why.
GateResult undecided(const Gate& gate, GateVerdict verdict, std::string reason);
/// The one whose value was not known in every run, though, `is_there`, what it is of was in each;
/// `energy_known`: so was its energy, and of one unit of work only the work is not.
GateResult unmeasured(const Gate& gate, bool is_there, bool energy_known);

/// nullopt: the baseline was measured on such a machine.
std::optional<warnings::OtherHost> of_another_host(const Baseline& baseline, const Origin& now);

/// nullopt: it was of the same command, as far as is known.
std::optional<warnings::OtherCommand> of_another_command(const Baseline& baseline,
                                                         const Baseline& candidate);

bool any_lower_bound(const Series& series);

} // namespace joules
