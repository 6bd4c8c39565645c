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
  return std::string(host ? "host " : "") +
         (finding.gate.kind == GateKind::budget ? "energy budget" : "power limit") + limit;
}

/// "12.41 J (+3.4 %), 95 % bounds 12.33 to 12.49 J, 10 runs"
std::string figures_of_gate(const GateFinding& finding, const std::string& unit, bool estimated) {
  std::string text = std::string(estimated ? "estimated " : "") + (finding.at_least ? ">= " : "") +
                     significant(*finding.value, 4) + unit;
  const double percent = 100 * (*finding.value / finding.gate.limit - 1);
  text += std::string(" (") + (percent >= 0 ? "+" : "") + significant(percent, 3) + " %)";
  if (finding.rule == GateRule::confident && finding.bounds)
    text += ", 95 % bounds " + significant(finding.bounds->low, 4) + " to " +
            significant(finding.bounds->high, 4) + unit;
  return text + ", " + std::to_string(finding.n) + (finding.n == 1 ? " run" : " runs");
}

} // namespace

std::string verdict_line(const GateFinding& finding, bool estimated) {
  const std::string unit = " " + std::string(unit_of(finding.gate.metric));
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
