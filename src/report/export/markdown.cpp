// SPDX-License-Identifier: Apache-2.0
#include "joules/quoting.hpp"
#include "report/export/exports.hpp"
#include "report/number.hpp"
#include "report/text/phrases.hpp"
#include "report/text/verdicts.hpp"

#include <algorithm>

namespace joules {

namespace {

constexpr std::string_view verdict_prefix = "joules: ";

/// As code, whatever it contains: a longer fence than any run of backticks, no column separators.
std::string code(const std::string& raw) {
  std::string text;
  std::size_t longest = 0, run = 0;
  for (const char letter : printable(raw)) {
    run = letter == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
    (text += letter == '|' ? "\\" : "") += letter;
  }
  const std::string fence(longest + 1, '`');
  const std::string pad = longest > 0 ? " " : "";
  return fence + pad + text + pad + fence;
}

/// "12.41 J (12.33 to 12.49)"
std::string cell(const std::optional<Summary>& summary, Metric metric, const Series& series,
                 bool estimated) {
  if (!summary) return "not known";
  // Never scaled, so that the rows of a table compare.
  const MetricFormat numbers(metric, summary->mean, NumberFormat(estimated, EnergyUnit::joule), 6);
  std::string text = is_lower_bound(series, metric) ? ">= " : "";
  text += numbers.text(summary->mean, any_width) + " " + std::string(numbers.unit());
  if (summary->interval)
    text += " (" + numbers.span(summary->interval->low, summary->interval->high, any_width) + ")";
  if (summary->n < series.runs.size()) text += " in " + counted(summary->n, "run");
  return text;
}

std::string verdict_of(const Analysis& analysis, std::size_t command) {
  for (const MetricComparison& comparison : analysis.comparisons) {
    if (comparison.candidate != command || comparison.metric != energy_in(analysis.scope)) continue;
    if (!comparison.result) return "not known";
    const auto& ratio = comparison.result->ratio;
    return (ratio ? change_by(*ratio) + " %, " : "") +
           (comparison.result->verdict == ComparisonVerdict::no_difference_shown
                ? "no difference shown"
                : std::string(name_of(comparison.result->verdict)));
  }
  return "";
}

} // namespace

std::string markdown_export(const Experiment& experiment, const Analysis& analysis) {
  const Run& first = *any_run(experiment);
  const bool compared = !analysis.comparisons.empty();
  std::string text = "| command | runs |";
  std::string rule = "|---|---:|";
  for (const Metric metric : analysis.metrics) {
    text += " " + label_in(metric, analysis.scope) + " |";
    rule += "---:|";
  }
  text += (compared ? " energy vs first |\n" : "\n") + rule + (compared ? "---:|\n" : "\n");
  for (std::size_t i = 0; i < experiment.commands.size(); ++i) {
    const CommandRuns& command = experiment.commands[i];
    const Series series = series_of(command, analysis.scope);
    text += "| " + code(command.name.empty() ? quoted(command.argv) : command.name) + " | " +
            std::to_string(command.runs.size()) + " |";
    for (const Metric metric : analysis.metrics)
      text += " " +
              cell(analysis.summaries[i][static_cast<std::size_t>(metric)], metric, series,
                   first.account.estimated) +
              " |";
    text += compared ? " " + verdict_of(analysis, i) + " |\n" : "\n";
  }
  text += "\nMeans, with 95 % confidence intervals. ";
  text += first.account.estimated
              ? "**Estimated**: no sensor was readable.\n"
              : "Measured by " + std::string(name_of(first.recording.method.source.sensor)) + ".\n";
  for (const GateResult& gate : analysis.gates)
    text += "\n- " + verdict_line(gate, first.account.estimated).substr(verdict_prefix.size());
  return text;
}

} // namespace joules
