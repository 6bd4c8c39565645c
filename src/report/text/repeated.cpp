// SPDX-License-Identifier: Apache-2.0
#include "report/text/repeated.hpp"

#include "joules/decimal.hpp"
#include "joules/quoting.hpp"
#include "report/number.hpp"
#include "report/text/columns.hpp"
#include "report/text/compared.hpp"
#include "report/text/phase_rows.hpp"
#include "report/text/phrases.hpp"
#include "report/text/plot.hpp"
#include "report/text/program_rows.hpp"
#include "report/text/rows.hpp"
#include "report/text/table.hpp"
#include "report/text/verdicts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace joules {

namespace {

std::vector<std::string> cells_of(Metric metric, const Summary& summary, bool at_least,
                                  const NumberFormat& format) {
  // The digits that the mean deserves serve the whole row, so that its numbers can be compared.
  // In watt-hours one decimal more would not leave the labels their room.
  const bool energy = unit_of(metric) == units::joule.symbol;
  const MetricFormat numbers(metric, summary.mean, format, energy ? 5 : 6);
  constexpr std::size_t widest = 8;
  return {std::string(label_of(metric)),
          fmt::format("{}{} {}", at_least ? ">= " : "", numbers.text(summary.mean, widest),
                      padded(numbers.unit(), 2)),
          summary.interval ? numbers.span(summary.interval->low, summary.interval->high, widest)
                           : "-",
          summary.stddev ? numbers.deviation(*summary.stddev) : "-",
          numbers.span(summary.min, summary.max, widest)};
}

/// Of a subject, of a phase, or of a unit of work, over the runs in which its energy is known.
void named_row(const NamedEnergies& energies, const NumberFormat& format, Table& table) {
  std::vector<std::string> cells{energies.label, "not known "};
  if (!energies.joules.empty())
    cells = cells_of(Metric::energy_tree, summarize(energies.joules), energies.at_least, format);
  cells.front() = energies.label;
  table.add(std::move(cells));
}

/// One row for each of --of.
void subject_rows(const CommandRuns& command, const NumberFormat& format, Table& table) {
  const std::vector<SubjectAccount>& subjects = command.runs.front().account.subjects;
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    NamedEnergies energies{label_of_subject(subjects[i].name), {}, false};
    for (const Run& run : command.runs) {
      if (i >= run.account.subjects.size()) continue; // its account is not known
      const Energy& energy = run.account.subjects[i].energy;
      if (energy.value) energies.joules.push_back(energy.value->value);
      energies.at_least |= energy.at_least;
    }
    named_row(energies, format, table);
  }
}

std::string known_in(std::string_view label, std::size_t runs) {
  return fmt::format("{} known in {} of these runs only", label, runs);
}

/// "2 of 5 runs, 3 warm-ups"
std::string runs_of(const Plan& plan, std::size_t complete) {
  const auto planned = static_cast<std::size_t>(plan.runs);
  const bool all = complete == planned || plan.precision;
  std::string text =
      all ? counted(complete, "run") : fmt::format("{} of {}", complete, counted(planned, "run"));
  if (plan.warmups > 0) text += ", " + counted(static_cast<std::size_t>(plan.warmups), "warm-up");
  return text;
}

void run_rows(const CommandRuns& command, const NumberFormat& format, RowWriter& rows) {
  const auto figure = [&](const Energy& energy) {
    return energy.value ? format.energy(energy) : Figure{"-", " "};
  };
  for (const Run& run : command.runs) {
    const EnergyAccount& account = run.account;
    rows.row({fmt::format("run {}", run.index + 1), figure(account.tree), "",
              fmt::format("of {} in {} s, {} s CPU", figure(account.host).text(),
                          milliseconds_of(account.wall), milliseconds_of(account.tree_cpu))});
  }
}

std::string several_runs(const Experiment& experiment, const CommandRuns& command,
                         const MetricSummaries& summaries, const TextStyle& style) {
  RowWriter rows(style.color, style.width);
  const std::string words = quoted(command.argv);
  rows.headline("joules: " + (command.name.empty() ? words : command.name + ": " + words));
  const NumberFormat format(command.runs.front().account.estimated, style.unit);
  const Series runs = series_of(command);
  // In all 79: nothing is left out on a terminal of 80 columns.
  Table table({left(20), right(11), right(19), right(8), right(19)});
  table.add({runs_of(experiment.plan, command.runs.size()), "mean   ", "95 % CI of mean", "std dev",
             "min to max"});
  std::vector<std::string> remarks;
  for (const Metric metric : metrics_of_runs) {
    const auto& summary = summaries[static_cast<std::size_t>(metric)];
    table.add(summary ? cells_of(metric, *summary, is_lower_bound(runs, metric), format)
                      : std::vector<std::string>{std::string(label_of(metric)), "not known "});
    if (summary && summary->n < command.runs.size())
      remarks.push_back(known_in(label_of(metric), summary->n));
  }
  subject_rows(command, format, table);
  for (const NamedEnergies& energies : phases_of_runs(command)) {
    named_row(energies, format, table);
    if (!energies.joules.empty() && energies.joules.size() < command.runs.size())
      remarks.push_back(known_in(energies.label, energies.joules.size()));
  }
  rows.table(table);
  for (const std::string& remark : remarks) rows.sentence("", remark);
  reason_row({&command, 1}, rows);
  method_rows_of_runs(command.runs.front(), rows);
  if (style.by_command) programs_of_runs(command, format, rows);
  if (style.verbose) run_rows(command, format, rows);
  return rows.text();
}

Warning lettered(Warning warning) {
  if (!warning.command.empty()) warning.command = letter_of(warning.command_number);
  return warning;
}

bool is_about_baseline(WarningCode code) {
  return code == WarningCode::baseline_other_host || code == WarningCode::baseline_other_command;
}

std::string picture_or_reason(const Experiment& experiment, const Analysis& analysis,
                              const TextStyle& style) {
  const std::string picture = plot(experiment, analysis, style);
  if (!picture.empty()) return picture;
  RowWriter rows(style.color, style.width);
  rows.sentence("no picture", "too little was measured for one: a longer run, or more of them");
  return rows.text();
}

/// "+- 0.93 % of the mean, at 95 %; asked for: 1 %"
std::string described(const Precision& precision, const Scope& scope, const Plan& plan) {
  const auto percent = [](double part) { return part < 1e-8 ? 0 : 100 * part; };
  const std::string reached =
      precision.reached ? fmt::format("+- {} %", significant(percent(*precision.reached), 2))
                        : "not known how many percent";
  return fmt::format("{} of the {}{}{}, at 95 %; asked for: {:g} %{}", reached,
                     scope.kind == Scope::Kind::host ? "host's " : "",
                     plan.commands > 1 ? "ratio" : "mean",
                     scope.is_part() ? " of " + described(scope) : "", 100 * precision.wanted,
                     precision.is_enough() ? "" : fmt::format(" in at most {} runs", plan.runs));
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
  if (is_table && analysis.precision)
    rows.sentence("precision", described(*analysis.precision, analysis.scope, experiment.plan),
                  !analysis.precision->is_enough());
  if (!analysis.baseline.empty()) baseline_rows(analysis, rows);
  for (const Warning& warning : analysis.warnings) {
    // The report of one run has had its own.
    if (!is_table && !is_about_baseline(warning.code())) continue;
    rows.warning(lettered(warning), style.verbose);
  }
  if (experiment.ended_early()) rows.sentence("stopped", experiment.stopped_because, true);
  text += rows.text();
  const bool estimated = any_run(experiment)->account.estimated;
  for (const GateResult& gate : analysis.gates) text += verdict_text(gate, estimated, style);
  if (style.plot) text += picture_or_reason(experiment, analysis, style);
  return text;
}

} // namespace joules
