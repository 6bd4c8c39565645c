// SPDX-License-Identifier: Apache-2.0
#include "joules/statistics/findings.hpp"

#include "joules/decimal.hpp"
#include "statistics/beside_baseline.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace joules {

namespace {

GateFinding unanswered(const Gate& gate, GateVerdict verdict, std::string reason) {
  GateFinding finding;
  finding.gate = gate;
  finding.verdict = verdict;
  finding.reason = std::move(reason);
  return finding;
}

/// Why there is no verdict at all; empty: there is one.
std::string no_verdict_because(const Experiment& experiment, const Questions& questions) {
  if (!experiment.stopped_because.empty()) return experiment.stopped_because;
  if (experiment.outcome.status != 0 || experiment.outcome.signal) return "the command failed";
  const Trial* any = any_trial(experiment);
  if (questions.skip_estimates && any != nullptr && any->account.estimated)
    return "not measured: no sensor is readable";
  return "";
}

GateFinding answer(const Gate& gate, const Experiment& experiment, const Subject& subject,
                   const MetricSummaries& summaries, const Questions& questions) {
  const std::string why = no_verdict_because(experiment, questions);
  if (!why.empty()) return unanswered(gate, GateVerdict::skipped, why);
  const auto& summary = summaries[static_cast<std::size_t>(gate.metric)];
  if (!summary || summary->n < subject.trials.size())
    return unanswered(gate, GateVerdict::inconclusive, "not measured in every run");
  return judge(gate, questions.rule, *summary, any_lower_bound(series_of(subject)));
}

/// The same in every run.
bool is_about_the_machine(WarningCode code) {
  return code == WarningCode::sensor_unavailable || code == WarningCode::virtualized;
}

struct Repeated {
  Warning first;
  std::size_t runs = 0;
};

/// Codes in the order in which they first came up.
std::vector<Repeated> repeated_in(const std::vector<Trial>& trials) {
  std::vector<Repeated> found;
  for (const Trial& trial : trials) {
    std::set<WarningCode> of_this_run;
    for (const Warning& warning : trial.account.warnings) {
      if (!of_this_run.insert(warning.code).second) continue;
      const auto same = std::find_if(found.begin(), found.end(), [&](const Repeated& repeated) {
        return repeated.first.code == warning.code;
      });
      if (same == found.end())
        found.push_back({warning, 1});
      else
        ++same->runs;
    }
  }
  return found;
}

/// Of several runs each warning once: the first one's words, and how many runs it concerns.
std::vector<Warning> warnings_of_runs(const Subject& subject) {
  std::vector<Warning> warnings;
  for (Repeated& repeated : repeated_in(subject.trials)) {
    if (!is_about_the_machine(repeated.first.code) && subject.trials.size() > 1)
      repeated.first.message = "in " + std::to_string(repeated.runs) + " of " +
                               std::to_string(subject.trials.size()) +
                               " runs, first: " + repeated.first.message;
    warnings.push_back(std::move(repeated.first));
  }
  return warnings;
}

void add_about_noise(const Series& series, std::vector<Warning>& warnings) {
  const std::vector<double> energies = values_of(series, Metric::energy_tree);
  if (const auto change = drift_of(energies))
    warnings.push_back(
        {WarningCode::drift, std::string("energy ") + (*change > 0 ? "rose" : "fell") + " by " +
                                 significant(std::abs(*change) * 100, 2) +
                                 " % from the first run to the last (warming up? -w 3 helps)"});
  if (const std::size_t count = outliers_in(energies))
    warnings.push_back({WarningCode::outliers,
                        std::to_string(count) + " of " + std::to_string(energies.size()) +
                            " runs lie far from the others, and are part of every figure: compare "
                            "the median"});
}

/// With a word before it that tells which command's it is, where there are several.
void add_warnings(const Experiment& experiment, const Subject& subject, const Series& series,
                  Findings& findings) {
  if (!experiment.is_repeated()) {
    if (const Trial* only = any_trial(experiment)) findings.warnings = only->account.warnings;
    return;
  }
  std::vector<Warning> warnings = warnings_of_runs(subject);
  add_about_noise(series, warnings);
  for (Warning& warning : warnings) {
    const bool said = std::any_of(
        findings.warnings.begin(), findings.warnings.end(), [&](const Warning& earlier) {
          return is_about_the_machine(warning.code) && earlier.code == warning.code;
        });
    if (said) continue;
    if (experiment.subjects.size() > 1 && !is_about_the_machine(warning.code))
      warning.message = display_name(subject) + ": " + warning.message;
    findings.warnings.push_back(std::move(warning));
  }
}

/// In pairs as far as both commands have run.
MetricComparison compared(const Series& reference, const Series& candidate, std::size_t number,
                          Metric metric) {
  const std::size_t pairs = std::min(reference.runs.size(), candidate.runs.size());
  std::vector<double> before, after;
  for (std::size_t i = 0; i < pairs; ++i) {
    if (!reference.runs[i][metric] || !candidate.runs[i][metric]) return {number, metric, {}};
    before.push_back(*reference.runs[i][metric]);
    after.push_back(*candidate.runs[i][metric]);
  }
  return {number, metric, compare_pairs(before, after)};
}

void add_comparisons(const std::vector<Series>& commands, Findings& findings) {
  for (std::size_t candidate = 1; candidate < commands.size(); ++candidate)
    for (const Metric metric : all_metrics)
      findings.comparisons.push_back(
          compared(commands.front(), commands[candidate], candidate, metric));
}

void add_baseline(const Experiment& experiment, const Baseline& baseline, const Series& series,
                  Findings& findings) {
  findings.baseline = baseline.file;
  for (const Metric metric : all_metrics)
    findings.comparisons.push_back(beside_baseline(baseline, series, metric));
  if (any_trial(experiment) == nullptr) return;
  const HostDescription& host = experiment.host;
  if (auto warning = of_another_host(baseline, host.cpu_model, host.kernel, host.governor))
    findings.warnings.push_back(std::move(*warning));
}

void add_regressions(const Experiment& experiment, const std::vector<Series>& commands,
                     const Questions& questions, Findings& findings) {
  if (!questions.regression) return;
  const Series& reference = questions.baseline ? questions.baseline->series : commands.front();
  const std::string why = no_verdict_because(experiment, questions);
  for (const MetricComparison& comparison : findings.comparisons) {
    if (comparison.metric != questions.regression->metric) continue;
    const Series& candidate = commands[comparison.candidate];
    findings.gates.push_back(
        !why.empty()         ? unanswered(*questions.regression, GateVerdict::skipped, why)
        : !comparison.result ? unanswered(*questions.regression, GateVerdict::inconclusive,
                                          "not measured in every run")
                             : judge(*questions.regression, questions.rule, *comparison.result,
                                     any_lower_bound(reference) || any_lower_bound(candidate)));
    if (commands.size() > 1)
      findings.gates.back().command = display_name(experiment.subjects[comparison.candidate]);
  }
}

/// The means differ, but most pairs say otherwise, or the other way round.
bool ranks_disagree(const Comparison& comparison) {
  return comparison.p_value && comparison.rank_p_value &&
         (*comparison.p_value < 1 - confidence) != (*comparison.rank_p_value < 1 - confidence);
}

void add_about_few_runs(const std::vector<Series>& commands, Findings& findings) {
  for (const MetricComparison& comparison : findings.comparisons)
    if (comparison.metric == Metric::energy_tree && comparison.result &&
        ranks_disagree(*comparison.result))
      findings.warnings.push_back({WarningCode::outliers,
                                   "the ranks of the pairs say otherwise than their means: a few "
                                   "runs decide"});
  const bool few = commands.front().runs.size() < confident_from;
  if (few && commands.size() > 1)
    findings.warnings.push_back(
        {WarningCode::few_runs, "fewer than 6 pairs: no p-value, and the intervals are wide"});
  else if (few && !findings.gates.empty())
    findings.warnings.push_back({WarningCode::few_runs,
                                 "fewer than 6 runs: gates go by the mean alone, without regard to "
                                 "its noise"});
}

} // namespace

bool Findings::any(GateVerdict verdict) const {
  return std::any_of(gates.begin(), gates.end(),
                     [&](const GateFinding& gate) { return gate.verdict == verdict; });
}

Findings evaluate(const Experiment& experiment, const Questions& questions) {
  Findings findings;
  std::vector<Series> commands;
  for (const Subject& subject : experiment.subjects) {
    commands.push_back(series_of(subject));
    findings.summaries.push_back(summaries_of(commands.back()));
    for (const Gate& gate : questions.gates) {
      findings.gates.push_back(
          answer(gate, experiment, subject, findings.summaries.back(), questions));
      if (experiment.subjects.size() > 1) findings.gates.back().command = display_name(subject);
    }
    add_warnings(experiment, subject, commands.back(), findings);
  }
  add_comparisons(commands, findings);
  if (questions.baseline) add_baseline(experiment, *questions.baseline, commands.front(), findings);
  add_regressions(experiment, commands, questions, findings);
  if (experiment.is_repeated()) add_about_few_runs(commands, findings);
  return findings;
}

} // namespace joules
