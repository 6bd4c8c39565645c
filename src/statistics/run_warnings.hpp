// SPDX-License-Identifier: Apache-2.0
// Makes the warnings of several runs.
#pragma once

#include "statistics/analysis.hpp"

#include <optional>
#include <vector>

namespace joules {

/// The warnings of all commands' runs, each code of a command once, with how many runs it concerns,
/// and what the runs show together: drift, outliers, dependence, fewness. `commands` and
/// `summaries` are those of the experiment's commands.
std::vector<Warning> warnings_of_runs(const Experiment& experiment,
                                      const std::vector<Series>& commands,
                                      const std::vector<MetricSummaries>& summaries, Metric energy);

/// Warns of few runs; nullopt: they are not few.
std::optional<warnings::FewRuns> about_few_runs(std::size_t runs, warnings::FewRuns::What what);

/// nullopt: the runs do not look dependent, or there is no summary.
std::optional<warnings::Autocorrelated> about_dependence(const std::optional<Summary>& energies);

} // namespace joules
