// SPDX-License-Identifier: Apache-2.0
#include "joules/quoting.hpp"
#include "report/export/exports.hpp"
#include "report/number.hpp"

#include <array>

namespace joules {

namespace {

struct Family {
  Metric metric;
  std::string_view name, unit, help;
};

constexpr std::array families{
    Family{Metric::energy_tree, "joules_tree_energy_joules", "joules",
           "Energy of the command's process tree, of one run."},
    Family{Metric::energy_host, "joules_host_energy_joules", "joules",
           "Energy of the whole host meanwhile."},
    Family{Metric::power_tree, "joules_tree_power_watts", "watts",
           "Mean power of the command's process tree."},
    Family{Metric::power_host, "joules_host_power_watts", "watts",
           "Mean power of the whole host meanwhile."},
    Family{Metric::wall, "joules_wall_seconds", "seconds", "Wall time of one run."},
    Family{Metric::energy_scope, "joules_scope_energy_joules", "joules",
           "Energy of the subject or phase in scope, of one run."},
    Family{Metric::power_scope, "joules_scope_power_watts", "watts",
           "Mean power of the subject or phase in scope."},
    Family{Metric::wall_scope, "joules_scope_seconds", "seconds",
           "Wall time of the subject or phase in scope, of one run."},
    Family{Metric::energy_each, "joules_each_energy_joules", "joules",
           "Energy of one unit of work."}};

std::string label_value(const std::string& raw) {
  std::string text;
  for (const char letter : printable(raw)) {
    if (letter == '\\' || letter == '"') text += '\\';
    text += letter;
  }
  return text;
}

std::string family_head(std::string_view name, std::string_view unit, std::string_view help) {
  std::string text = "# HELP " + std::string(name) + " " + std::string(help) + "\n# TYPE " +
                     std::string(name) + " gauge\n";
  if (!unit.empty()) text += "# UNIT " + std::string(name) + " " + std::string(unit) + "\n";
  return text;
}

std::string sample(std::string_view name, const std::string& labels, double value) {
  return std::string(name) + "{" + labels + "} " + exact(value) + "\n";
}

std::string label(std::string_view name, const std::string& value) {
  return std::string(name) + "=\"" + label_value(value) + '"';
}

/// Of a part, which one, and of one unit of work, of which unit: `,scope="phase:solve"`.
std::string scope_labels(Metric metric, const Scope& scope) {
  std::string labels;
  if (!is_of_runs(metric) && scope.is_part()) labels += "," + label("scope", text_of(scope));
  if (metric == Metric::energy_each) labels += "," + label("unit", scope.unit);
  return labels;
}

std::string family_text(const Family& family, const Experiment& experiment,
                        const Analysis& analysis, const std::string& quality) {
  const std::vector<Series> runs = series_of(experiment, analysis.scope);
  std::string samples;
  for (std::size_t i = 0; i < experiment.commands.size(); ++i) {
    const auto& summary = analysis.summaries[i][static_cast<std::size_t>(family.metric)];
    if (!summary) continue;
    const std::string labels =
        label("command", display_name(experiment.commands[i])) + "," + label("quality", quality) +
        scope_labels(family.metric, analysis.scope) +
        (is_lower_bound(runs[i], family.metric) ? ",bound=\"lower\"" : "") + ",stat=\"";
    samples += sample(family.name, labels + "mean\"", summary->mean);
    if (!summary->interval) continue;
    samples += sample(family.name, labels + "ci_low\"", summary->interval->low);
    samples += sample(family.name, labels + "ci_high\"", summary->interval->high);
  }
  if (samples.empty()) return "";
  return family_head(family.name, family.unit, family.help) + samples;
}

std::string gates_text(const Experiment& experiment, const Analysis& analysis) {
  if (analysis.gates.empty()) return "";
  std::string text =
      family_head("joules_gate_pass", "", "Whether a limit is kept: 1 yes, 0 no, NaN not known.");
  for (const GateResult& gate : analysis.gates) {
    const std::string command =
        gate.command.empty() ? display_name(experiment.commands.front()) : gate.command;
    const std::string labels = label("command", command) + "," +
                               label("gate", std::string(name_of(gate.gate.kind))) +
                               scope_labels(gate.gate.metric, gate.gate.scope);
    const bool known = gate.verdict == GateVerdict::pass || gate.verdict == GateVerdict::fail;
    text += "joules_gate_pass{" + labels + "} " +
            (!known                              ? "NaN"
             : gate.verdict == GateVerdict::pass ? "1"
                                                 : "0") +
            "\n";
  }
  return text;
}

} // namespace

std::string openmetrics_export(const Experiment& experiment, const Analysis& analysis) {
  const std::string quality(name_of(any_run(experiment)->account.quality()));
  std::string text;
  for (const Family& family : families) text += family_text(family, experiment, analysis, quality);
  return text + gates_text(experiment, analysis) + "# EOF\n";
}

} // namespace joules
