// SPDX-License-Identifier: Apache-2.0
#include "joules/decimal.hpp"
#include "joules/report/quoting.hpp"
#include "joules/report/repeated.hpp"

#include <cstdlib>

namespace joules {

namespace {

std::string_view word_for(GateVerdict verdict) {
  switch (verdict) {
  case GateVerdict::pass: return "PASS   ";
  case GateVerdict::fail: return "FAIL   ";
  case GateVerdict::inconclusive: return "UNSURE ";
  case GateVerdict::skipped: return "SKIPPED";
  }
  std::abort();
}

std::string_view words_for(GateKind kind) {
  switch (kind) {
  case GateKind::budget: return "energy budget";
  case GateKind::max_power: return "power limit";
  case GateKind::regression: return "energy regression limit";
  }
  std::abort();
}

/// As the user wrote it, as far as a number can remember: "12", not "12.0000".
std::string limit_text(double limit) {
  std::string text = significant(limit, 6);
  if (text.find('.') == text.npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string name_of_limit(const GateFinding& finding, const std::string& unit) {
  const bool host =
      finding.gate.metric == Metric::energy_host || finding.gate.metric == Metric::power_host;
  const std::string limit = " " + limit_text(finding.gate.limit) + unit;
  return std::string(host ? "host " : "") + std::string(words_for(finding.gate.kind)) + limit;
}

/// "12.41 J", "+7.1 %"
std::string number_text(const GateFinding& finding, double value) {
  if (finding.gate.kind != GateKind::regression) return significant(value, 4);
  return (value >= 0 ? "+" : "") + fixed(value, 1);
}

std::string bounds_and_runs(const GateFinding& finding, const std::string& unit) {
  std::string text;
  if (finding.rule == GateRule::confident && finding.bounds)
    text = ", 95 % bounds " + number_text(finding, finding.bounds->low) + " to " +
           number_text(finding, finding.bounds->high) + unit;
  return text + ", " + std::to_string(finding.n) + (finding.n == 1 ? " run" : " runs");
}

/// "12.41 J (+3.4 %), 95 % bounds 12.33 to 12.49 J, 10 runs"
std::string figures_of_gate(const GateFinding& finding, const std::string& unit, bool estimated) {
  std::string text = std::string(estimated ? "estimated " : "") + (finding.at_least ? ">= " : "") +
                     number_text(finding, *finding.value) + unit;
  if (finding.gate.kind == GateKind::regression) return text + bounds_and_runs(finding, unit);
  const double percent = 100 * (*finding.value / finding.gate.limit - 1);
  text += std::string(" (") + (percent >= 0 ? "+" : "") + significant(percent, 3) + " %)";
  return text + bounds_and_runs(finding, unit);
}

} // namespace

std::string verdict_line(const GateFinding& finding, bool estimated) {
  const std::string unit = finding.gate.kind == GateKind::regression
                               ? " %"
                               : " " + std::string(unit_of(finding.gate.metric));
  std::string line =
      "joules: " + std::string(word_for(finding.verdict)) + " " + name_of_limit(finding, unit);
  if (!finding.command.empty()) line += " for " + quoted({finding.command});
  if (finding.verdict == GateVerdict::fail) line += " exceeded";
  if (finding.value) line += ": " + figures_of_gate(finding, unit, estimated);
  if (!finding.reason.empty())
    line += (finding.value ? "; " : ": ") + finding.reason;
  else if (finding.verdict == GateVerdict::inconclusive)
    line += ": the limit is between; try -r 20";
  return line + "\n";
}

} // namespace joules
