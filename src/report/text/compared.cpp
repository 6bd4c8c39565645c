// SPDX-License-Identifier: Apache-2.0
#include "report/text/compared.hpp"

#include "joules/quoting.hpp"
#include "report/number.hpp"
#include "report/text/columns.hpp"
#include "report/text/phrases.hpp"
#include "report/text/program_rows.hpp"
#include "report/text/table.hpp"
#include "report/text/verdicts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace joules {

namespace {

std::vector<std::string> cells_of(const MetricComparison& comparison, const NumberFormat& format) {
  const std::string label(label_of(comparison.metric));
  if (!comparison.result) return {label, "not known"};
  const Comparison& result = *comparison.result;
  // A reference that is nothing beside the candidate has no say in the unit.
  const bool counts = result.reference > 1e-6 * result.candidate;
  const double typical = counts ? result.reference : result.candidate;
  const MetricFormat numbers(comparison.metric, typical, format, 4);
  return {label,
          numbers.text(result.reference, 7) + " " + padded(numbers.unit(), 2),
          numbers.text(result.candidate, 7),
          numbers.difference(result.candidate - result.reference, 6),
          result.ratio ? change_by(*result.ratio) + " %" : "-",
          result.interval ? change_within(result.interval->low, result.interval->high) : "-",
          result.p_value ? p_value_of(*result.p_value) : ""};
}

/// "1.39 J a run (11 %)"
std::string amount_of(const Comparison& result, const NumberFormat& format) {
  const Joules difference{std::abs(result.candidate - result.reference)};
  const std::string text = format.energy(difference, 3, 9).text() + " a run";
  if (!result.ratio) return text;
  const double change = 100 * std::abs(*result.ratio - 1);
  return text + " (" + (change < 1e5 ? amount(change, 2, "%") : change_of(change) + " %") + ")";
}

/// "B uses less energy than A: 1.39 J a run (11 %)"; of another scope than the tree "the host uses
/// less energy with B than with A".
std::string sentence_for(const MetricComparison& comparison, const Scope& scope,
                         const NumberFormat& format) {
  const bool of_tree = scope.kind == Scope::Kind::tree;
  const std::string with = of_tree ? "" : "with ";
  const std::string b = letter_of(comparison.candidate);
  const std::string user = of_tree ? b : described(scope);
  if (!comparison.result)
    return (of_tree ? b : user + " with " + b) + ": its energy is not known in every run";
  const Comparison& result = *comparison.result;
  const std::string how = format.estimated() ? " (estimated)" : "";
  const std::string than_a = fmt::format("than {}A{}", with, how);
  const std::string amount = amount_of(result, format);
  const std::string of_b = of_tree ? "" : "with " + b + " ";
  if (comparison.at_least)
    return fmt::format(
        "whether {} uses more energy {}{} is not known: part of it could not be read", user, of_b,
        than_a);
  switch (result.verdict) {
  case ComparisonVerdict::lower:
    return fmt::format("{} uses less energy {}{}: {}", user, of_b, than_a, amount);
  case ComparisonVerdict::higher:
    return fmt::format("{} uses more energy {}{}: {}", user, of_b, than_a, amount);
  case ComparisonVerdict::equivalent:
    return fmt::format("{} uses as much energy {}as {}A, within 1 %{}", user, of_b, with, how);
  case ComparisonVerdict::no_difference_shown: break;
  }
  if (result.interval && (result.interval->low > 1 || result.interval->high < 1))
    return fmt::format("{} {}differs from A{}, perhaps by less than 1 %", user, of_b, how);
  return fmt::format("no difference shown between A and {}{}", b, how);
}

void headline(const Experiment& experiment, RowWriter& rows) {
  const Plan& plan = experiment.plan;
  std::size_t rounds = experiment.commands.front().runs.size();
  for (const CommandRuns& command : experiment.commands)
    rounds = std::min(rounds, command.runs.size());
  std::string text = "joules: " + counted(rounds, plan.commands == 2 ? "pair" : "round");
  if (rounds < static_cast<std::size_t>(plan.runs) && !plan.precision)
    text += fmt::format(" of {}", plan.runs);
  switch (plan.order) {
  case Order::pairs: text += fmt::format(", random order (seed {})", plan.seed); break;
  case Order::abba: text += ", forth and back"; break;
  case Order::blocked: text += ", one after the other (drift looks like change)"; break;
  }
  if (plan.warmups > 0)
    text += fmt::format(", {} each", counted(static_cast<std::size_t>(plan.warmups), "warm-up"));
  rows.headline(text);
  for (std::size_t i = 0; i < experiment.commands.size(); ++i) {
    const CommandRuns& command = experiment.commands[i];
    const std::string words = quoted(command.argv);
    rows.line("  " + letter_of(i) + "  " +
              (command.name == words ? "" : printable(command.name) + ": ") + words);
  }
}

/// Where a part of the runs is in scope, it stands alone.
bool is_shown(Metric metric, const Scope& scope) {
  return !scope.is_part() || !is_of_runs(metric);
}

/// The command of a saved report: its label, or all of its words.
std::string words_of(const Baseline& saved) {
  const bool labelled = saved.argv.empty() || saved.series.name != saved.argv.front();
  return labelled ? printable(saved.series.name) : quoted(saved.argv);
}

/// What the rows "in scope" are of.
void scope_row(const Analysis& analysis, RowWriter& rows) {
  if (analysis.scope.is_part()) rows.sentence("in scope", described(analysis.scope));
}

/// "A, B"
std::string listed_letters(const std::vector<std::size_t>& numbers) {
  std::vector<std::string> letters;
  for (const std::size_t number : numbers) letters.push_back(letter_of(number));
  return listed(letters);
}

/// Below one another, each candidate under its own letter.
void comparison_rows(const Analysis& analysis, const NumberFormat& format, RowWriter& rows) {
  // In all 80: nothing is left out on a terminal of 80 columns.
  Table table({left(20), right(10), right(8), right(8), right(9), right(15), right(8)});
  std::size_t candidate = 0;
  for (const MetricComparison& comparison : analysis.comparisons) {
    if (!is_shown(comparison.metric, analysis.scope)) continue;
    if (candidate != comparison.candidate) {
      candidate = comparison.candidate;
      const std::string b = letter_of(candidate);
      const bool holm = comparison.result && comparison.result->level > confidence;
      table.add({"", "A   ", b, b + " - A", "change", holm ? "Holm's 95 % CI" : "95 % CI"});
    }
    table.add(cells_of(comparison, format));
  }
  rows.table(table);
  scope_row(analysis, rows);
  if (!analysis.lower_bounds.empty())
    rows.sentence("lower bounds",
                  listed_letters(analysis.lower_bounds) + ": part of the energy could not be read");
}

void results(const Analysis& analysis, const NumberFormat& format, RowWriter& rows) {
  for (const MetricComparison& comparison : analysis.comparisons)
    if (comparison.metric == energy_in(analysis.scope))
      rows.sentence("result", sentence_for(comparison, analysis.scope, format));
}

/// Several answers at once are each given more carefully.
void about_holm(std::size_t candidates, RowWriter& rows) {
  if (candidates < 2) return;
  rows.sentence("",
                fmt::format("The intervals of {} candidates are wider by Holm's method: in 95 % of "
                            "experiments without any difference none is reported.",
                            candidates));
}

} // namespace

std::string compared_report(const Experiment& experiment, const Analysis& analysis,
                            const TextStyle& style) {
  RowWriter rows(style.color, style.width);
  headline(experiment, rows);
  const Run& first = experiment.commands.front().runs.front();
  const NumberFormat format(first.account.estimated, style.unit);
  comparison_rows(analysis, format, rows);
  reason_row(experiment.commands, rows);
  method_rows_of_runs(first, rows);
  results(analysis, format, rows);
  about_holm(experiment.commands.size() - 1, rows);
  if (style.by_command)
    for (std::size_t i = 1; i < experiment.commands.size(); ++i)
      programs_compared(experiment, i, format, rows);
  return rows.text();
}

std::string difference_report(const Baseline& reference, const Baseline& candidate,
                              const Analysis& analysis, const TextStyle& style) {
  RowWriter rows(style.color, style.width);
  rows.headline("joules: saved reports, measured at different times");
  const bool estimated = reference.origin.by.quality == Quality::estimated;
  for (const Baseline* saved : {&reference, &candidate})
    rows.line("  " + letter_of(saved == &candidate ? 1 : 0) + "  " + printable(saved->origin.file) +
              ", " + counted(saved->series.runs.size(), "run") + ": " + words_of(*saved));
  const NumberFormat format(estimated, style.unit);
  comparison_rows(analysis, format, rows);
  rows.sentence(estimated ? "estimated by" : "measured by", reference.origin.by.sensor);
  rows.sentence("attributed by", attributed_by(reference.origin.by.policy));
  results(analysis, format, rows);
  for (const Warning& warning : analysis.warnings) rows.warning(warning, style.verbose);
  std::string text = rows.text();
  for (const GateResult& gate : analysis.gates) text += verdict_text(gate, estimated, style);
  return text;
}

void baseline_rows(const Analysis& analysis, RowWriter& rows) {
  bool first = true;
  scope_row(analysis, rows);
  for (const MetricComparison& comparison : analysis.comparisons) {
    if (!is_shown(comparison.metric, analysis.scope)) continue;
    std::string text = std::string(label_of(comparison.metric)) + " ";
    if (first && comparison.result)
      rows.sentence("against", fmt::format("{}: {} then, {} now", analysis.baseline,
                                           counted(comparison.result->n_reference, "run"),
                                           comparison.result->n_candidate));
    first = false;
    if (!comparison.result) {
      rows.sentence("against", text + "not known in every run");
      continue;
    }
    const Comparison& result = *comparison.result;
    text += result.ratio ? change_by(*result.ratio) + " %" : "not known in percent of 0";
    if (result.interval)
      text += fmt::format(" ({})", change_within(result.interval->low, result.interval->high));
    if (result.p_value) text += ", " + p_value_of(*result.p_value);
    rows.sentence("against", text);
  }
}

} // namespace joules
