// SPDX-License-Identifier: Apache-2.0
#include "joules/statistics/findings.hpp"

#include "joules/decimal.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace joules {

namespace {

MetricSummaries summaries_of(const Series& series) {
  MetricSummaries summaries;
  for (const Metric metric : all_metrics) {
    const std::vector<double> values = values_of(series, metric);
    if (!values.empty()) summaries[static_cast<std::size_t>(metric)] = summarize(values);
  }
  return summaries;
}

GateFinding unanswered(const Gate& gate, GateVerdict verdict, std::string reason) {
  GateFinding finding;
  finding.gate = gate;
  finding.verdict = verdict;
  finding.reason = std::move(reason);
  return finding;
}

GateFinding answer(const Gate& gate, const Experiment& experiment, const Subject& subject,
                   const MetricSummaries& summaries, const Questions& questions) {
  if (!experiment.stopped_because.empty())
    return unanswered(gate, GateVerdict::skipped, experiment.stopped_because);
  if (experiment.outcome.status != 0 || experiment.outcome.signal)
    return unanswered(gate, GateVerdict::skipped, "the command failed");
  if (questions.skip_estimates && subject.trials.front().account.estimated)
    return unanswered(gate, GateVerdict::skipped, "not measured: no sensor is readable");
  const auto& summary = summaries[static_cast<std::size_t>(gate.metric)];
  if (!summary || summary->n < subject.trials.size())
    return unanswered(gate, GateVerdict::inconclusive, "not measured in every run");
  const bool at_least =
      std::any_of(subject.trials.begin(), subject.trials.end(),
                  [](const Trial& trial) { return figures_of(trial.account).at_least; });
  return judge(gate, questions.rule, *summary, at_least);
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
    const bool about_the_machine = repeated.first.code == WarningCode::sensor_unavailable ||
                                   repeated.first.code == WarningCode::virtualized;
    if (!about_the_machine && subject.trials.size() > 1)
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

} // namespace

bool Findings::any(GateVerdict verdict) const {
  return std::any_of(gates.begin(), gates.end(),
                     [&](const GateFinding& gate) { return gate.verdict == verdict; });
}

Findings evaluate(const Experiment& experiment, const Questions& questions) {
  Findings findings;
  for (const Subject& subject : experiment.subjects) {
    const Series series = series_of(subject);
    findings.summaries.push_back(summaries_of(series));
    for (const Gate& gate : questions.gates)
      findings.gates.push_back(
          answer(gate, experiment, subject, findings.summaries.back(), questions));
    if (experiment.is_repeated()) {
      findings.warnings = warnings_of_runs(subject);
      add_about_noise(series, findings.warnings);
      if (series.runs.size() < confident_from && !questions.gates.empty())
        findings.warnings.push_back({WarningCode::few_runs,
                                     "fewer than 6 runs: gates go by the mean alone, without "
                                     "regard to its noise"});
    } else if (const Trial* only = any_trial(experiment)) {
      findings.warnings = only->account.warnings;
    }
  }
  return findings;
}

} // namespace joules
