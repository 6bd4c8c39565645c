// SPDX-License-Identifier: Apache-2.0
#include "report/repeated.hpp"

#include "joules/decimal.hpp"
#include "joules/quoting.hpp"
#include "report/compared.hpp"
#include "report/figures.hpp"
#include "report/metric_text.hpp"
#include "report/rows.hpp"

#include <algorithm>

namespace joules {

namespace {

/// Of the columns: in all 79, so that nothing is cut off on a terminal of 80.
constexpr std::size_t label_and_mean = 33, interval_width = 17, deviation_width = 7,
                      range_width = 17;

std::string row(const std::string& label, const std::string& mean, const std::string& interval,
                const std::string& deviation, const std::string& range) {
  const std::string begin = "  " + label + " ";
  return begin + right(mean, label_and_mean - std::min(label_and_mean, begin.size())) + "  " +
         right(interval, interval_width) + " " + right(deviation, deviation_width) + "  " +
         right(range, range_width);
}

/// Two digits, but none far below those of the mean.
std::string deviation(double value, int decimals) {
  return fixed(value, std::min(decimals_for(value, 2), decimals + 1));
}

std::string metric_row(Metric metric, const Summary& summary, bool estimated, bool at_least,
                       EnergyUnit style_unit) {
  const MetricUnit unit = unit_for(metric, summary.mean, style_unit);
  // The digits that the mean deserves serve the whole row, so that its numbers can be compared.
  const bool energy = metric != Metric::wall;
  const int decimals =
      std::min(decimals_for(summary.mean / unit.size, digits_of(estimated && energy, 4)), 6);
  const auto text = [&](double value) { return fitting(value / unit.size, decimals, 8); };
  const auto span = [&](double low, double high) { return text(low) + " to " + text(high); };
  return row(std::string(label_of(metric)),
             (at_least && energy ? ">= " : "") + text(summary.mean) + " " + left(unit.symbol, 2),
             summary.interval ? span(summary.interval->low, summary.interval->high) : "-",
             summary.stddev ? deviation(*summary.stddev / unit.size, decimals) : "-",
             span(summary.min, summary.max));
}

void headline(const Experiment& experiment, const Subject& subject, RowWriter& rows) {
  const std::string command = quoted(subject.argv);
  std::string runs = counted(subject.trials.size(), "run");
  if (subject.trials.size() < static_cast<std::size_t>(experiment.plan.runs))
    runs = std::to_string(subject.trials.size()) + " of " +
           counted(static_cast<std::size_t>(experiment.plan.runs), "run");
  if (experiment.plan.warmups > 0)
    runs += ", " + counted(static_cast<std::size_t>(experiment.plan.warmups), "warm-up");
  rows.headline("joules: " + (subject.name.empty() ? command : subject.name + ": " + command));
  rows.line(row(runs, "mean   ", "95 % CI of mean", "std dev", "min to max"));
}

void run_rows(const Subject& subject, const TextStyle& style, RowWriter& rows) {
  for (const Trial& trial : subject.trials) {
    const EnergyAccount& account = trial.account;
    Row tree = energy_figure("run " + std::to_string(trial.index + 1), account.tree.value, account,
                             style.unit);
    const Row host = energy_figure("", account.host.value, account, style.unit);
    tree.note = "of " + host.value + " " + host.unit + " in " + fixed(account.wall.count(), 3) +
                " s, " + fixed(account.tree_cpu.count(), 3) + " s CPU";
    rows.row(tree);
  }
}

std::string several_runs(const Experiment& experiment, const Subject& subject,
                         const MetricSummaries& summaries, const TextStyle& style) {
  RowWriter rows(style.color, style.width);
  headline(experiment, subject, rows);
  const bool estimated = subject.trials.front().account.estimated;
  const bool at_least =
      std::any_of(subject.trials.begin(), subject.trials.end(),
                  [](const Trial& trial) { return figures_of(trial.account).at_least; });
  for (const Metric metric : all_metrics) {
    const auto& summary = summaries[static_cast<std::size_t>(metric)];
    rows.line(summary ? metric_row(metric, *summary, estimated, at_least, style.unit)
                      : row(std::string(label_of(metric)), "not known ", "", "", ""));
    if (summary && summary->n < subject.trials.size())
      rows.sentence("", "known in " + std::to_string(summary->n) + " of these runs only");
  }
  method_rows(subject.trials.front(), rows);
  if (style.verbose) run_rows(subject, style, rows);
  return rows.text();
}

bool is_about_baseline(WarningCode code) {
  return code == WarningCode::baseline_other_host || code == WarningCode::baseline_other_command;
}

} // namespace

std::string experiment_report(const Experiment& experiment, const Findings& findings,
                              const TextStyle& style) {
  const Subject& subject = experiment.subjects.front();
  const bool is_table = experiment.is_repeated() && !subject.trials.empty();
  std::string text;
  if (is_table && experiment.subjects.size() > 1) {
    text = compared_report(experiment, findings, style);
  } else if (is_table) {
    text = several_runs(experiment, subject, findings.summaries.front(), style);
  } else {
    const Trial& only = *any_trial(experiment);
    text = text_report(only.recording, only.account, style);
  }
  RowWriter rows(style.color, style.width);
  if (!findings.baseline.empty()) baseline_rows(findings, rows);
  for (const Warning& warning : findings.warnings) {
    // The report of one run has had its own.
    if (!is_table && !is_about_baseline(warning.code)) continue;
    rows.sentence(warning.code == WarningCode::sensor_unavailable
                      ? "estimated because"
                      : std::string(name_of(warning.code)),
                  warning.message, true);
  }
  if (experiment.ended_early()) rows.sentence("stopped", experiment.stopped_because, true);
  text += rows.text();
  const bool estimated = any_trial(experiment)->account.estimated;
  for (const GateFinding& gate : findings.gates) text += verdict_line(gate, estimated);
  return text;
}

std::string waiting_line(const std::vector<Survivor>& survivors) {
  constexpr std::size_t most_named = 3;
  std::string who;
  for (std::size_t i = 0; i < std::min(survivors.size(), most_named); ++i)
    who += (i == 0 ? "" : ", ") + std::to_string(survivors[i].pid) + " " +
           printable(survivors[i].command);
  if (survivors.size() > most_named)
    who += " and " + std::to_string(survivors.size() - most_named) + " more";
  if (survivors.empty()) who = "processes that cannot be seen";
  return "joules: waiting for " + who + ", which outlived the command; Ctrl-C ends the wait\n";
}

std::string progress_line(const Experiment& so_far, bool warmup, int index) {
  const bool several = so_far.subjects.size() > 1;
  const std::string line = (warmup    ? "warm-up "
                            : several ? "pair "
                                      : "run ") +
                           std::to_string(index + 1) + " of " +
                           std::to_string(warmup ? so_far.plan.warmups : so_far.plan.runs);
  // Means of several commands are the report's to compare.
  if (several || so_far.subjects.front().trials.empty()) return line;
  const Series series = series_of(so_far.subjects.front());
  const std::vector<double> energies = values_of(series, Metric::energy_tree);
  std::string mean_text;
  if (!energies.empty()) {
    const double mean = summarize(energies).mean;
    const Scale scale = scale_for(Joules{mean}, EnergyUnit::automatic);
    mean_text = ", mean so far " + significant(mean / scale.joules, 3) + " ";
    mean_text += scale.symbol;
  }
  const double seconds =
      summarize(values_of(series, Metric::wall)).mean * (so_far.plan.runs - index);
  return line + mean_text + ", about " + significant(seconds, 2) + " s left";
}

} // namespace joules
