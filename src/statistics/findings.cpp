// SPDX-License-Identifier: Apache-2.0
#include "statistics/findings.hpp"

#include "statistics/compared_series.hpp"
#include "statistics/run_warnings.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace joules {

namespace {

/// Why there is no verdict at all; empty: there is one.
std::string no_verdict_because(const Experiment& experiment, const Questions& questions) {
  if (!experiment.stopped_because.empty()) return experiment.stopped_because;
  if (experiment.outcome.status != 0 || experiment.outcome.signal) return "the command failed";
  const Trial* any = any_trial(experiment);
  if (questions.skip_estimates && any != nullptr && any->account.estimated)
    return "not measured: no sensor is readable";
  return "";
}

GateFinding answer(const Gate& gate, const Series& series, const MetricSummaries& summaries,
                   const std::string& no_verdict, GateRule rule) {
  if (!no_verdict.empty()) return undecided(gate, GateVerdict::skipped, no_verdict);
  const auto& summary = summaries[static_cast<std::size_t>(gate.metric)];
  if (!summary || summary->n < series.runs.size())
    return undecided(gate, GateVerdict::inconclusive, not_measured);
  return judge(gate, rule, *summary, half_width_of_mean(series, gate.metric),
               any_lower_bound(series));
}

void add_baseline(const Experiment& experiment, const Baseline& baseline, const Series& series,
                  Findings& findings) {
  findings.baseline = baseline.file;
  findings.comparisons = compared_with_saved(baseline.series, series, 0);
  if (any_trial(experiment) == nullptr) return;
  const HostDescription& host = experiment.host;
  const Subject& subject = experiment.subjects.front();
  if (auto warning = of_another_host(baseline, host.cpu_model, host.kernel, host.governor))
    findings.warnings.push_back(std::move(*warning));
  Baseline now;
  now.series = series;
  now.argv = subject.argv;
  now.first_word_only = subject.arguments_left_out;
  if (auto warning = of_another_command(baseline, now))
    findings.warnings.push_back(std::move(*warning));
}

void add_regressions(const Experiment& experiment, const std::vector<Series>& commands,
                     const Questions& questions, const std::string& no_verdict,
                     Findings& findings) {
  if (!questions.regression) return;
  const Gate& gate = *questions.regression;
  const Series& reference = questions.baseline ? questions.baseline->series : commands.front();
  std::vector<MetricComparison> comparisons;
  std::vector<bool> at_least;
  for (const MetricComparison& comparison : findings.comparisons)
    if (comparison.metric == gate.metric) {
      comparisons.push_back(comparison);
      at_least.push_back(any_lower_bound(reference) ||
                         any_lower_bound(commands[comparison.candidate]));
    }
  std::vector<GateFinding> judged =
      no_verdict.empty()
          ? judged_regressions(gate, questions.rule, comparisons, at_least)
          : std::vector(comparisons.size(), undecided(gate, GateVerdict::skipped, no_verdict));
  for (std::size_t i = 0; i < judged.size(); ++i) {
    if (commands.size() > 1)
      judged[i].command = display_name(experiment.subjects[comparisons[i].candidate]);
    findings.gates.push_back(std::move(judged[i]));
  }
}

/// The means differ, but most pairs say otherwise, or the other way round.
bool ranks_disagree(const Comparison& comparison) {
  return comparison.p_value && comparison.rank_p_value &&
         (*comparison.p_value < 1 - confidence) != (*comparison.rank_p_value < 1 - confidence);
}

void add_about_ranks(Findings& findings) {
  for (const MetricComparison& comparison : findings.comparisons)
    if (comparison.metric == Metric::energy_tree && comparison.result &&
        ranks_disagree(*comparison.result))
      findings.warnings.push_back({WarningCode::outliers,
                                   "the ranks of the pairs say otherwise than their means: a few "
                                   "runs decide"});
}

} // namespace

bool Findings::any(GateVerdict verdict) const {
  return std::any_of(gates.begin(), gates.end(),
                     [&](const GateFinding& gate) { return gate.verdict == verdict; });
}

Findings evaluate(const Experiment& experiment, const Questions& questions) {
  Findings findings;
  const std::string no_verdict = no_verdict_because(experiment, questions);
  std::vector<Series> commands;
  for (const Subject& subject : experiment.subjects) {
    commands.push_back(series_of(subject));
    findings.summaries.push_back(summaries_of(commands.back()));
    for (const Gate& gate : questions.gates) {
      findings.gates.push_back(
          answer(gate, commands.back(), findings.summaries.back(), no_verdict, questions.rule));
      if (experiment.subjects.size() > 1) findings.gates.back().command = display_name(subject);
    }
  }
  findings.warnings = warnings_of_runs(experiment, commands, findings.summaries);
  if (questions.baseline)
    add_baseline(experiment, *questions.baseline, commands.front(), findings);
  else
    findings.comparisons = compared_in_pairs(commands);
  add_regressions(experiment, commands, questions, no_verdict, findings);
  add_about_ranks(findings);
  if (auto warning =
          about_few_runs(commands.front().runs.size(), commands.size() > 1 ? "pairs" : "runs"))
    findings.warnings.push_back(std::move(*warning));
  return findings;
}

} // namespace joules
