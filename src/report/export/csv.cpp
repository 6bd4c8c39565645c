// SPDX-License-Identifier: Apache-2.0
#include "joules/quoting.hpp"
#include "report/export/exports.hpp"
#include "report/number.hpp"
#include "report/text/phrases.hpp"

namespace joules {

namespace {

/// A name as it may be shown; and never one that a spreadsheet would run as a formula:
/// https://owasp.org/www-community/attacks/CSV_Injection.
std::string field(const std::string& name) {
  std::string text = printable(name);
  if (!text.empty() && std::string_view("=+-@").find(text[0]) != std::string_view::npos)
    text.insert(0, "'");
  if (text.find_first_of(",\"\r\n") == text.npos) return text;
  std::string quoted = "\"";
  for (const char letter : text) quoted += letter == '"' ? "\"\"" : std::string(1, letter);
  return quoted + '"';
}

} // namespace

std::string csv_export(const Experiment& experiment, const Analysis& analysis) {
  std::string text = "command,run,quality";
  for (const Metric metric : analysis.metrics) (text += ',') += key_of(metric);
  text += ",tree_cpu_seconds,processes_total,exit_code,signal,energy_is_lower_bound";
  const std::string scope = analysis.scope.is_part() ? ',' + field(text_of(analysis.scope)) : "";
  text += scope.empty() ? "\r\n" : ",scope\r\n";
  for (const CommandRuns& command : experiment.commands)
    for (const Run& run : command.runs) {
      text += field(display_name(command)) + ',' + std::to_string(run.index) + ',' +
              std::string(name_of(run.account.quality()));
      const MetricValues figures = metric_values_of(run.account, analysis.scope);
      for (const Metric metric : analysis.metrics)
        text += ',' + (figures[metric] ? exact(*figures[metric]) : "");
      const ExitStatus& exit = run.recording.exit_info.exit;
      text += ',' + exact(run.account.tree_cpu.count()) + ',' +
              std::to_string(run.recording.exit_info.processes_seen) + ',' +
              (exit.code ? std::to_string(*exit.code) : "") + ',' +
              (exit.signal ? signal_name(*exit.signal) : "") +
              (figures.at_least ? ",true" : ",false") + scope + "\r\n";
    }
  return text;
}

} // namespace joules
