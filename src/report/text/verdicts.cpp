// SPDX-License-Identifier: Apache-2.0
#include "report/text/verdicts.hpp"

#include "joules/quoting.hpp"
#include "report/number.hpp"

#include <fmt/format.h>

#include <cmath>
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

/// "host energy budget"
std::string name_of_gate(const GateResult& finding) {
  const bool host =
      finding.gate.metric == Metric::energy_host || finding.gate.metric == Metric::power_host;
  return fmt::format("{}{}", host ? "host " : "", words_for(finding.gate.kind));
}

std::string name_of_limit(const GateResult& finding, const std::string& unit) {
  return fmt::format("{} {}{}", name_of_gate(finding), as_written(finding.gate.limit), unit);
}

/// "12.41", "+7.1"
std::string number_of(const GateResult& finding, double value) {
  if (finding.gate.kind != GateKind::regression) return rounded(value, 4);
  // Just past the limit, one digit would say that it is kept.
  const bool near = std::abs(value - finding.gate.limit) < 0.05;
  return near ? change_to_a_thousandth(value) : change_of(value);
}

std::string bounds_of(const GateResult& finding, const std::string& unit) {
  if (!finding.bounds) return "";
  if (finding.rule == GateRule::point) {
    if (finding.verdict != GateVerdict::inconclusive) return "";
    return fmt::format(", +- {}{}", rounded(finding.bounds->high - *finding.value, 2), unit);
  }
  const bool holm = finding.levels.fail > confidence || finding.levels.pass > confidence;
  return fmt::format(", {}95 % bounds {} to {}{}", holm ? "Holm's " : "",
                     number_of(finding, finding.bounds->low),
                     number_of(finding, finding.bounds->high), unit);
}

std::string bounds_and_runs(const GateResult& finding, const std::string& unit) {
  std::string text = bounds_of(finding, unit) + ", " + counted(finding.n, "run");
  if (finding.effective_n < static_cast<double>(finding.n))
    text += fmt::format(", worth {} independent ones", rounded(finding.effective_n, 2));
  return text;
}

/// Advises on a limit that lies between the bounds. Runs are never to be added until a
/// verdict comes: that would end in a wrong one far more often than 5 % of times.
std::string advice(const GateResult& finding) {
  std::string text = finding.rule == GateRule::point ? "the limit lies inside the +-"
                                                     : "the limit lies between the bounds";
  if (!finding.runs_to_decide) return text + ", and more runs hardly tell";
  if (finding.gate.kind == GateKind::regression)
    return fmt::format("{}: {} new ones may tell", text, *finding.runs_to_decide);
  return fmt::format("{0}: {1} new runs may tell (-r {1})", text, *finding.runs_to_decide);
}

/// "12.41 J (+3.4 %), 95 % bounds 12.33 to 12.49 J, 10 runs"
std::string figures_of_gate(const GateResult& finding, const std::string& unit, bool estimated) {
  const std::string text =
      fmt::format("{}{}{}{}", estimated ? "estimated " : "", finding.at_least ? ">= " : "",
                  number_of(finding, *finding.value), unit);
  if (finding.gate.kind == GateKind::regression) return text + bounds_and_runs(finding, unit);
  const double percent = 100 * (*finding.value / finding.gate.limit - 1);
  return fmt::format("{} ({}{}){}", text, percent >= 0 ? "+" : "", amount(percent, 3, "%"),
                     bounds_and_runs(finding, unit));
}

} // namespace

std::string verdict_line(const GateResult& finding, bool estimated) {
  const std::string unit = finding.gate.kind == GateKind::regression
                               ? " %"
                               : " " + std::string(unit_of(finding.gate.metric));
  std::string line =
      "joules: " + std::string(word_for(finding.verdict)) + " " + name_of_limit(finding, unit);
  if (!finding.command.empty()) line += " for " + quoted({finding.command});
  if (finding.verdict == GateVerdict::fail) line += " exceeded";
  std::string_view between = ": ";
  if (finding.value) {
    line += ": " + figures_of_gate(finding, unit, estimated);
    between = "; ";
  } else if (finding.verdict == GateVerdict::fail) {
    line += ": the reference used 0 J";
  }
  if (!finding.reason.empty())
    (line += between) += finding.reason;
  else if (finding.verdict == GateVerdict::inconclusive)
    (line += between) += advice(finding);
  return line + "\n";
}

std::string verdict_title(const GateResult& finding) {
  switch (finding.verdict) {
  case GateVerdict::pass: return name_of_gate(finding) + " kept";
  case GateVerdict::fail: return name_of_gate(finding) + " exceeded";
  case GateVerdict::inconclusive: return name_of_gate(finding) + " unsure";
  case GateVerdict::skipped: return name_of_gate(finding) + " skipped";
  }
  std::abort();
}

} // namespace joules
