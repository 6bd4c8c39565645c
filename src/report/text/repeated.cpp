// SPDX-License-Identifier: Apache-2.0
#include "report/text/repeated.hpp"

#include "joules/decimal.hpp"
#include "joules/quoting.hpp"
#include "report/text/compared.hpp"
#include "report/text/figures.hpp"
#include "report/text/metric_text.hpp"
#include "report/text/rows.hpp"

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

void headline(const Experiment& experiment, const CommandRuns& command, RowWriter& rows) {
  const std::string words = quoted(command.argv);
  std::string runs = counted(command.runs.size(), "run");
  if (command.runs.size() < static_cast<std::size_t>(experiment.plan.runs))
    runs = std::to_string(command.runs.size()) + " of " +
           counted(static_cast<std::size_t>(experiment.plan.runs), "run");
  if (experiment.plan.warmups > 0)
    runs += ", " + counted(static_cast<std::size_t>(experiment.plan.warmups), "warm-up");
  rows.headline("joules: " + (command.name.empty() ? words : command.name + ": " + words));
  rows.line(row(runs, "mean   ", "95 % CI of mean", "std dev", "min to max"));
}

void run_rows(const CommandRuns& command, const TextStyle& style, RowWriter& rows) {
  for (const Run& run : command.runs) {
    const EnergyAccount& account = run.account;
    Row tree = energy_figure("run " + std::to_string(run.index + 1), account.tree.value, account,
                             style.unit);
    const Row host = energy_figure("", account.host.value, account, style.unit);
    tree.note = "of " + host.value + " " + host.unit + " in " + fixed(account.wall.count(), 3) +
                " s, " + fixed(account.tree_cpu.count(), 3) + " s CPU";
    rows.row(tree);
  }
}

std::string several_runs(const Experiment& experiment, const CommandRuns& command,
                         const MetricSummaries& summaries, const TextStyle& style) {
  RowWriter rows(style.color, style.width);
  headline(experiment, command, rows);
  const bool estimated = command.runs.front().account.estimated;
  const bool at_least = std::any_of(command.runs.begin(), command.runs.end(), [](const Run& run) {
    return metric_values_of(run.account).at_least;
  });
  for (const Metric metric : all_metrics) {
    const auto& summary = summaries[static_cast<std::size_t>(metric)];
    rows.line(summary ? metric_row(metric, *summary, estimated, at_least, style.unit)
                      : row(std::string(label_of(metric)), "not known ", "", "", ""));
    if (summary && summary->n < command.runs.size())
      rows.sentence("", "known in " + std::to_string(summary->n) + " of these runs only");
  }
  method_rows(command.runs.front(), rows);
  if (style.verbose) run_rows(command, style, rows);
  return rows.text();
}

bool is_about_baseline(WarningCode code) {
  return code == WarningCode::baseline_other_host || code == WarningCode::baseline_other_command;
}

} // namespace

std::string experiment_report(const Experiment& experiment, const Analysis& analysis,
                              const TextStyle& style) {
  const CommandRuns& command = experiment.commands.front();
  const bool is_table = experiment.is_repeated() && !command.runs.empty();
  std::string text;
  if (is_table && experiment.commands.size() > 1) {
    text = compared_report(experiment, analysis, style);
  } else if (is_table) {
    text = several_runs(experiment, command, analysis.summaries.front(), style);
  } else {
    const Run& only = *any_run(experiment);
    text = text_report(only.recording, only.account, style);
  }
  RowWriter rows(style.color, style.width);
  if (!analysis.baseline.empty()) baseline_rows(analysis, rows);
  for (const Warning& warning : analysis.warnings) {
    // The report of one run has had its own.
    if (!is_table && !is_about_baseline(warning.code)) continue;
    rows.sentence(warning.code == WarningCode::sensor_unavailable
                      ? "estimated because"
                      : std::string(name_of(warning.code)),
                  warning.message, true);
  }
  if (experiment.ended_early()) rows.sentence("stopped", experiment.stopped_because, true);
  text += rows.text();
  const bool estimated = any_run(experiment)->account.estimated;
  for (const GateResult& gate : analysis.gates) text += verdict_line(gate, estimated);
  return text;
}

std::string waiting_line(const std::vector<RemainingProcess>& remaining) {
  constexpr std::size_t most_named = 3;
  std::string who;
  for (std::size_t i = 0; i < std::min(remaining.size(), most_named); ++i)
    who += (i == 0 ? "" : ", ") + std::to_string(remaining[i].pid) + " " +
           printable(remaining[i].command);
  if (remaining.size() > most_named)
    who += " and " + std::to_string(remaining.size() - most_named) + " more";
  if (remaining.empty()) who = "processes that cannot be seen";
  return "joules: waiting for " + who + ", which outlived the command; Ctrl-C ends the wait\n";
}

std::string progress_line(const Experiment& so_far, bool warmup, int index) {
  const bool several = so_far.commands.size() > 1;
  const std::string line = (warmup    ? "warm-up "
                            : several ? "pair "
                                      : "run ") +
                           std::to_string(index + 1) + " of " +
                           std::to_string(warmup ? so_far.plan.warmups : so_far.plan.runs);
  // Means of several commands are the report's to compare.
  if (several || so_far.commands.front().runs.empty()) return line;
  const Series series = series_of(so_far.commands.front());
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
