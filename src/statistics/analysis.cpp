// SPDX-License-Identifier: Apache-2.0
#include "statistics/analysis.hpp"

#include "statistics/compared_series.hpp"
#include "statistics/run_warnings.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace joules {

namespace {

/// Why there is no verdict at all; empty: there is one.
std::string no_verdict_because(const Experiment& experiment, const GateSettings& gates) {
  if (!experiment.stopped_because.empty()) return experiment.stopped_because;
  if (experiment.outcome.status != 0 || experiment.outcome.signal) return "the command failed";
  const Run* any = any_run(experiment);
  if (gates.skips_estimates() && any != nullptr && any->account.estimated)
    return "not measured: no sensor is readable";
  return "";
}

bool is_known_in_all(const std::optional<Summary>& summary, const Series& series) {
  return summary && summary->n == series.runs.size();
}

GateResult answer(const Gate& gate, const Series& series, const MetricSummaries& summaries,
                  const std::string& no_verdict, GateRule rule) {
  if (!no_verdict.empty()) return undecided(gate, GateVerdict::skipped, no_verdict);
  const auto summary_of = [&](Metric metric) {
    return summaries[static_cast<std::size_t>(metric)];
  };
  const auto summary = summary_of(gate.metric);
  if (!is_known_in_all(summary, series))
    return unmeasured(gate, is_known_in_all(summary_of(Metric::wall_scope), series),
                      is_known_in_all(summary_of(energy_in(gate.scope)), series));
  return judge(gate, rule, *summary, half_width_of_mean(series, gate.metric),
               any_lower_bound(series));
}

void add_baseline(const Experiment& experiment, const Baseline& baseline, const Series& series,
                  Analysis& analysis) {
  analysis.baseline = baseline.origin.file;
  analysis.comparisons = compared_with_saved(
      baseline.series, series, 0, comparable(analysis.metrics, baseline.unit, analysis.scope.unit));
  if (any_run(experiment) == nullptr) return;
  const HostDescription& host = experiment.host;
  const CommandRuns& command = experiment.commands.front();
  Origin here;
  here.cpu_model = host.cpu_model;
  here.kernel = host.kernel;
  here.governor = host.governor;
  here.board = host.board;
  if (auto warning = of_another_host(baseline, here))
    analysis.warnings.emplace_back(std::move(*warning));
  Baseline now;
  now.series = series;
  now.argv = command.argv;
  now.first_word_only = command.arguments_left_out;
  if (auto warning = of_another_command(baseline, now))
    analysis.warnings.emplace_back(std::move(*warning));
}

void add_regressions(const Experiment& experiment, const std::vector<Series>& commands,
                     const GateSettings& gates, const std::optional<Baseline>& baseline,
                     const std::string& no_verdict, Analysis& analysis) {
  const auto gate = regression_gate_of(gates);
  if (!gate) return;
  const Series& reference = baseline ? baseline->series : commands.front();
  std::vector<MetricComparison> comparisons;
  std::vector<bool> at_least;
  for (const MetricComparison& comparison : analysis.comparisons)
    if (comparison.metric == gate->metric) {
      comparisons.push_back(comparison);
      at_least.push_back(any_lower_bound(reference) ||
                         any_lower_bound(commands[comparison.candidate]));
    }
  std::vector<GateResult> judged =
      no_verdict.empty()
          ? judged_regressions(*gate, gates.rule, comparisons, at_least)
          : std::vector(comparisons.size(), undecided(*gate, GateVerdict::skipped, no_verdict));
  for (std::size_t i = 0; i < judged.size(); ++i) {
    if (commands.size() > 1)
      judged[i].command = display_name(experiment.commands[comparisons[i].candidate]);
    analysis.gates.push_back(std::move(judged[i]));
  }
}

bool ranks_disagree(const Comparison& comparison) {
  return comparison.p_value && comparison.rank_p_value &&
         (*comparison.p_value < 1 - confidence) != (*comparison.rank_p_value < 1 - confidence);
}

void add_about_ranks(Analysis& analysis) {
  for (const MetricComparison& comparison : analysis.comparisons)
    if (comparison.metric == energy_in(analysis.scope) && comparison.result &&
        ranks_disagree(*comparison.result))
      analysis.warnings.emplace_back(warnings::RanksDisagree{});
}

} // namespace

bool Analysis::any(GateVerdict verdict) const {
  return std::any_of(gates.begin(), gates.end(),
                     [&](const GateResult& gate) { return gate.verdict == verdict; });
}

bool Analysis::any_unmeasured() const {
  return std::ranges::any_of(gates, [](const GateResult& gate) { return !gate.measured; });
}

Analysis analyse(const Experiment& experiment, const GateSettings& gates,
                 const std::optional<Baseline>& baseline) {
  Analysis analysis;
  const std::string no_verdict = no_verdict_because(experiment, gates);
  analysis.scope = scope_in(experiment, gates.scope);
  const std::vector<Series> commands = series_of(experiment, analysis.scope);
  analysis.metrics = metrics_known(gates.scope, commands);
  analysis.lower_bounds = lower_bounds_in(commands, energy_in(gates.scope));
  for (std::size_t i = 0; i < commands.size(); ++i) {
    analysis.summaries.push_back(summaries_of(commands[i]));
    for (const Gate& gate : gates_of(gates)) {
      analysis.gates.push_back(
          answer(gate, commands[i], analysis.summaries.back(), no_verdict, gates.rule));
      if (commands.size() > 1) analysis.gates.back().command = display_name(experiment.commands[i]);
    }
  }
  analysis.precision = precision_of(experiment, gates.scope);
  analysis.warnings =
      warnings_of_runs(experiment, commands, analysis.summaries, energy_in(gates.scope));
  if (baseline)
    add_baseline(experiment, *baseline, commands.front(), analysis);
  else
    analysis.comparisons = compared_in_pairs(commands, analysis.metrics);
  add_regressions(experiment, commands, gates, baseline, no_verdict, analysis);
  add_about_ranks(analysis);
  using What = warnings::FewRuns::What;
  if (auto warning = about_few_runs(commands.front().runs.size(),
                                    commands.size() > 1 ? What::pairs : What::runs))
    analysis.warnings.emplace_back(std::move(*warning));
  return analysis;
}

} // namespace joules
