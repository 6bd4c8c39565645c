// SPDX-License-Identifier: Apache-2.0
#include "joules/quoting.hpp"
#include "report/export/exports.hpp"
#include "report/number.hpp"
#include "report/text/verdicts.hpp"

#include <algorithm>

namespace joules {

namespace {

/// For an attribute. Bytes that XML 1.0 does not allow are shown escaped.
std::string escaped_for_xml(const std::string& raw) {
  std::string text;
  for (const char letter : printable(raw)) switch (letter) {
    case '&': text += "&amp;"; break;
    case '<': text += "&lt;"; break;
    case '>': text += "&gt;"; break;
    case '"': text += "&quot;"; break;
    default: text += letter;
    }
  return text;
}

std::string attribute(const std::string& name, const std::string& value) {
  return " " + name + "=\"" + escaped_for_xml(value) + '"';
}

std::string seconds_of(const Experiment& experiment) {
  double seconds = 0;
  for (const CommandRuns& command : experiment.commands)
    for (const Run& run : command.runs) seconds += run.account.wall.count();
  return exact(seconds);
}

std::string verdict_element(const GateResult& gate, bool estimated) {
  std::string line = verdict_line(gate, estimated);
  line.pop_back(); // its newline
  switch (gate.verdict) {
  case GateVerdict::pass: return "";
  case GateVerdict::fail:
    return "      <failure" + attribute("message", line) + attribute("type", "limit") + "/>\n";
  case GateVerdict::inconclusive:
  case GateVerdict::skipped: break;
  }
  return "      <skipped" + attribute("message", line) + "/>\n";
}

std::string test_case(const Experiment& experiment, const std::string& name,
                      const std::string& inside) {
  const std::string command = display_name(experiment.commands.front());
  return "    <testcase" + attribute("classname", "joules." + command) + attribute("name", name) +
         attribute("time", seconds_of(experiment)) + (inside.empty() ? "/>\n" : ">\n" + inside) +
         (inside.empty() ? "" : "    </testcase>\n");
}

std::string properties(const Experiment& experiment, const Analysis& analysis) {
  std::string text = "    <properties>\n";
  for (std::size_t i = 0; i < analysis.summaries.size(); ++i)
    for (const Metric metric : all_metrics)
      if (const auto& summary = analysis.summaries[i][static_cast<std::size_t>(metric)])
        text += "      <property" +
                attribute("name", display_name(experiment.commands[i]) + ": " +
                                      std::string(key_of(metric))) +
                attribute("value", exact(summary->mean)) + "/>\n";
  return text + "    </properties>\n";
}

} // namespace

std::string junit_export(const Experiment& experiment, const Analysis& analysis) {
  const bool estimated = any_run(experiment)->account.estimated;
  const auto count = [&](auto is_counted) {
    return std::to_string(std::count_if(analysis.gates.begin(), analysis.gates.end(), is_counted));
  };
  const std::string tests = std::to_string(std::max<std::size_t>(analysis.gates.size(), 1));
  const std::string counts =
      attribute("tests", tests) +
      attribute("failures",
                count([](const GateResult& g) { return g.verdict == GateVerdict::fail; })) +
      attribute("skipped", count([](const GateResult& g) {
                  return g.verdict == GateVerdict::skipped ||
                         g.verdict == GateVerdict::inconclusive;
                })) +
      attribute("errors", "0") + attribute("time", seconds_of(experiment));
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" +
                     attribute("name", "joules") + counts + ">\n  <testsuite" +
                     attribute("name", "joules") + counts + ">\n" +
                     properties(experiment, analysis);
  if (analysis.gates.empty()) text += test_case(experiment, "measured", "");
  for (const GateResult& gate : analysis.gates) {
    std::string name =
        std::string(name_of(gate.gate.kind)) + " " + std::string(key_of(gate.gate.metric));
    if (!gate.command.empty()) name += " " + gate.command;
    text += test_case(experiment, name, verdict_element(gate, estimated));
  }
  return text + "  </testsuite>\n</testsuites>\n";
}

} // namespace joules
