// SPDX-License-Identifier: Apache-2.0
#include "report/text/compared.hpp"

#include "joules/decimal.hpp"
#include "joules/quoting.hpp"
#include "report/text/figures.hpp"
#include "report/text/metric_text.hpp"
#include "report/text/repeated.hpp"
#include "report/text/rows.hpp"

#include <algorithm>
#include <cmath>

namespace joules {

namespace {

/// In all 80: nothing is cut off on a terminal of 80 columns.
constexpr std::size_t label_width = 20, a_width = 10, b_width = 8, difference_width = 8,
                      change_width = 9, interval_width = 15, p_width = 8;

std::string letter_of(std::size_t number) {
  return {static_cast<char>('A' + number)};
}

std::string percent(double ratio) {
  return percent_text(100 * (ratio - 1));
}

std::string p_text(double p) {
  return p < 0.001 ? "p<0.001" : "p=" + fixed(p, 3);
}

std::string row(const std::string& label, const std::string& a, const std::string& b,
                const std::string& difference, const std::string& change,
                const std::string& interval, const std::string& p) {
  std::string line = "  " + left(label, label_width) + right(a, a_width) + right(b, b_width) +
                     right(difference, difference_width) + right(change, change_width) +
                     right(interval, interval_width) + right(p, p_width);
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

std::string metric_row(const MetricComparison& comparison, bool estimated, EnergyUnit style_unit) {
  const std::string label(label_of(comparison.metric));
  if (!comparison.result) return row(label, "not known", "", "", "", "", "");
  const Comparison& result = *comparison.result;
  const MetricUnit unit = unit_for(comparison.metric, result.reference, style_unit);
  const bool energy = comparison.metric != Metric::wall;
  const int decimals =
      std::min(decimals_for(result.reference / unit.size, digits_of(estimated && energy, 4)), 4);
  const auto text = [&](double value) { return fitting(value / unit.size, decimals, 7); };
  const double difference = (result.candidate - result.reference) / unit.size;
  return row(label, text(result.reference) + " " + left(unit.symbol, 2), text(result.candidate),
             (difference >= 0 ? "+" : "") + fitting(difference, decimals, 6),
             result.ratio ? percent(*result.ratio) + " %" : "-",
             result.interval
                 ? percent(result.interval->low) + " to " + percent(result.interval->high)
                 : "-",
             result.p_value ? p_text(*result.p_value) : "");
}

std::string amount(const Comparison& result, bool estimated, EnergyUnit style_unit) {
  const double difference = std::abs(result.candidate - result.reference);
  const Scale scale = scale_for(Joules{difference}, style_unit);
  const double number = difference / scale.joules;
  const std::string text = fitting(number, decimals_for(number, digits_of(estimated, 3)), 9) + " " +
                           std::string(scale.symbol) + " a run";
  if (!result.ratio) return text;
  const double change = 100 * std::abs(*result.ratio - 1);
  return text + " (" + (change < 1e5 ? significant(change, 2) : percent_text(change)) + " %)";
}

/// "B uses less energy than A: 1.39 J a run (11 %)"
std::string sentence_for(const MetricComparison& comparison, bool estimated, EnergyUnit unit) {
  const std::string b = letter_of(comparison.candidate);
  if (!comparison.result) return b + ": its energy is not known in every run";
  const std::string how = estimated ? " (estimated)" : "";
  switch (comparison.result->verdict) {
  case ComparisonVerdict::lower:
    return b + " uses less energy than A" + how + ": " +
           amount(*comparison.result, estimated, unit);
  case ComparisonVerdict::higher:
    return b + " uses more energy than A" + how + ": " +
           amount(*comparison.result, estimated, unit);
  case ComparisonVerdict::equivalent: return b + " uses as much energy as A, within 1 %" + how;
  case ComparisonVerdict::no_difference_shown: break;
  }
  const auto& interval = comparison.result->interval;
  if (interval && (interval->low > 1 || interval->high < 1))
    return b + " differs from A" + how + ", perhaps by less than 1 %";
  return "no difference shown between A and " + b + how;
}

void headline(const Experiment& experiment, RowWriter& rows) {
  const Plan& plan = experiment.plan;
  std::size_t rounds = experiment.commands.front().runs.size();
  for (const CommandRuns& command : experiment.commands)
    rounds = std::min(rounds, command.runs.size());
  std::string text = "joules: " + counted(rounds, plan.commands == 2 ? "pair" : "round");
  if (rounds < static_cast<std::size_t>(plan.runs)) text += " of " + std::to_string(plan.runs);
  switch (plan.order) {
  case Order::pairs: text += ", random order (seed " + std::to_string(plan.seed) + ")"; break;
  case Order::abba: text += ", forth and back"; break;
  case Order::blocked:
    text += ", one command after the other: drift passes for a difference";
    break;
  }
  if (plan.warmups > 0)
    text += ", " + counted(static_cast<std::size_t>(plan.warmups), "warm-up") + " each";
  rows.headline(text);
  for (std::size_t i = 0; i < experiment.commands.size(); ++i) {
    const CommandRuns& command = experiment.commands[i];
    const std::string words = quoted(command.argv);
    rows.line("  " + letter_of(i) + "  " +
              (command.name == words ? "" : printable(command.name) + ": ") + words);
  }
}

/// Below one another, each candidate under its own letter.
void table(const Analysis& analysis, bool estimated, EnergyUnit unit, RowWriter& rows) {
  std::size_t candidate = 0;
  for (const MetricComparison& comparison : analysis.comparisons) {
    if (candidate != comparison.candidate) {
      candidate = comparison.candidate;
      const std::string b = letter_of(candidate);
      const bool holm = comparison.result && comparison.result->level > confidence;
      rows.line(row("", "A   ", b, b + " - A", "change", holm ? "Holm's 95 % CI" : "95 % CI", ""));
    }
    rows.line(metric_row(comparison, estimated, unit));
  }
}

void results(const Analysis& analysis, bool estimated, EnergyUnit unit, RowWriter& rows) {
  for (const MetricComparison& comparison : analysis.comparisons)
    if (comparison.metric == Metric::energy_tree)
      rows.sentence("result", sentence_for(comparison, estimated, unit));
}

/// Several answers at once are each given more carefully.
void about_holm(std::size_t candidates, RowWriter& rows) {
  if (candidates < 2) return;
  rows.sentence("", "The intervals of " + std::to_string(candidates) +
                        " candidates are wider by Holm's method: in 95 % of experiments without "
                        "any difference none is reported.");
}

} // namespace

std::string compared_report(const Experiment& experiment, const Analysis& analysis,
                            const TextStyle& style) {
  RowWriter rows(style.color, style.width);
  headline(experiment, rows);
  const Run& first = experiment.commands.front().runs.front();
  const bool estimated = first.account.estimated;
  table(analysis, estimated, style.unit, rows);
  method_rows(first, rows);
  results(analysis, estimated, style.unit, rows);
  about_holm(experiment.commands.size() - 1, rows);
  return rows.text();
}

std::string difference_report(const Baseline& reference, const Baseline& candidate,
                              const Analysis& analysis, const TextStyle& style) {
  RowWriter rows(style.color, style.width);
  rows.headline("joules: saved reports, measured at different times");
  const bool estimated = reference.quality == "estimated";
  for (const Baseline* saved : {&reference, &candidate})
    rows.line("  " + letter_of(saved == &candidate ? 1 : 0) + "  " + printable(saved->file) + ": " +
              printable(saved->series.name) + ", " + counted(saved->series.runs.size(), "run"));
  table(analysis, estimated, style.unit, rows);
  rows.sentence(estimated ? "estimated by" : "measured by",
                reference.sensor + ", " + attributed_by(reference.policy));
  results(analysis, estimated, style.unit, rows);
  for (const Warning& warning : analysis.warnings)
    rows.sentence(name_of(warning.code), warning.message, true);
  std::string text = rows.text();
  for (const GateResult& gate : analysis.gates) text += verdict_line(gate, estimated);
  return text;
}

void baseline_rows(const Analysis& analysis, RowWriter& rows) {
  for (const MetricComparison& comparison : analysis.comparisons) {
    std::string text = std::string(label_of(comparison.metric)) + " ";
    if (!comparison.result) {
      rows.sentence("against", text + "not known in every run");
      continue;
    }
    const Comparison& result = *comparison.result;
    text += result.ratio ? percent(*result.ratio) + " %" : "not known in percent of 0";
    if (result.interval)
      text += " (" + percent(result.interval->low) + " to " + percent(result.interval->high) + ")";
    if (result.p_value) text += ", " + p_text(*result.p_value);
    if (comparison.metric == Metric::energy_tree)
      text += "; " + analysis.baseline + ": " + counted(result.n_reference, "run") + " then, " +
              std::to_string(result.n_candidate) + " now, measured at another time";
    rows.sentence("against", text);
  }
}

} // namespace joules
