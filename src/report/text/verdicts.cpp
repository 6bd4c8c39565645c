// SPDX-License-Identifier: Apache-2.0
#include "report/text/verdicts.hpp"

#include "joules/quoting.hpp"
#include "report/number.hpp"
#include "report/text/phrases.hpp"
#include "report/text/rows.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <vector>

namespace joules {

namespace {

std::string_view word_for(GateVerdict verdict) {
  switch (verdict) {
  case GateVerdict::pass: return "PASS";
  case GateVerdict::fail: return "FAIL";
  case GateVerdict::inconclusive: return "UNSURE";
  case GateVerdict::skipped: return "SKIPPED";
  }
  std::abort();
}

Colour colour_of(GateVerdict verdict) {
  switch (verdict) {
  case GateVerdict::pass: return Colour::green;
  case GateVerdict::fail: return Colour::red;
  case GateVerdict::inconclusive:
  case GateVerdict::skipped: return Colour::yellow;
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

/// "host energy budget", "energy budget of phase solve"
std::string name_of_gate(const GateResult& finding) {
  const Scope& scope = finding.gate.scope;
  const bool host =
      finding.gate.metric == Metric::energy_host || finding.gate.metric == Metric::power_host;
  return fmt::format("{}{}{}", host ? "host " : "", words_for(finding.gate.kind),
                     scope.is_part() ? " of " + described(scope) : "");
}

/// Runs are never to be added until a verdict comes: that would end in a wrong one far more often
/// than 5 % of times. So the advice is a new series.
std::string advice(const GateResult& finding) {
  std::string text = finding.rule == GateRule::point ? "the limit lies inside the +-"
                                                     : "the limit lies between the bounds";
  if (!finding.runs_to_decide) return text + ", and more runs hardly tell";
  if (finding.gate.kind == GateKind::regression)
    return fmt::format("{}: {} new ones may tell", text, *finding.runs_to_decide);
  return fmt::format("{0}: {1} new runs may tell (-r {1})", text, *finding.runs_to_decide);
}

/// The words of one verdict, each number in one unit.
class Wording {
public:
  Wording(const GateResult& finding, bool estimated, EnergyUnit unit)
      : finding_(finding), estimated_(estimated), unit_(unit_of(finding.gate, unit)) {}

  /// "energy budget 12 J exceeded: 12.41 J (+3.4 %)", then the grounds, with what stands between.
  [[nodiscard]] std::vector<std::string> parts() const {
    const bool failed = finding_.verdict == GateVerdict::fail;
    std::string verdict = gate();
    if (failed) verdict += " exceeded";
    if (!finding_.command.empty()) verdict += " for " + printable(finding_.command);
    std::vector<std::string> parts{verdict};
    if (finding_.value) {
      parts.front() += ": " + value();
      for (const std::string& ground : grounds()) add(", ", ground, parts);
    } else if (failed) {
      parts.front() += ": the reference used 0 J";
    }
    const bool unsure = finding_.verdict == GateVerdict::inconclusive;
    if (!finding_.reason.empty())
      add(finding_.value ? "; " : ": ", finding_.reason, parts);
    else if (unsure)
      add("; ", advice(finding_), parts);
    return parts;
  }

private:
  [[nodiscard]] static Unit unit_of(const Gate& gate, EnergyUnit wanted) {
    if (gate.kind == GateKind::regression) return {"%", 1};
    const bool energy = gate.kind == GateKind::budget;
    return energy && wanted != EnergyUnit::automatic ? unit_named(wanted) : gate.unit;
  }

  static void add(const char* between, const std::string& part, std::vector<std::string>& parts) {
    parts.back() += between;
    parts.push_back(part);
  }

  [[nodiscard]] std::string with_unit(const std::string& number) const {
    return number + " " + std::string(unit_.symbol);
  }

  [[nodiscard]] std::string gate() const {
    const std::string& unit = finding_.gate.scope.unit;
    const bool of_work = finding_.gate.metric == Metric::energy_each;
    return name_of_gate(finding_) + (finding_.gate.scope.is_part() ? ", " : " ") +
           with_unit(as_written(finding_.gate.limit / unit_.size)) +
           (of_work ? "/" + printable(unit) : "");
  }

  /// "12.41", "+7.1"
  [[nodiscard]] std::string number(double value) const {
    if (finding_.gate.kind != GateKind::regression)
      return rounded(value / unit_.size, NumberFormat(estimated_).digits(4));
    // Just past the limit, one digit would say that it is kept.
    const bool near = std::abs(value - finding_.gate.limit) < 0.05;
    return near ? change_to_a_thousandth(value) : change_of(value);
  }

  /// "12.41 J (+3.4 %)"
  [[nodiscard]] std::string value() const {
    const std::string text = (estimated_ ? "estimated " : "") +
                             std::string(finding_.at_least ? ">= " : "") +
                             with_unit(number(*finding_.value));
    if (finding_.gate.kind == GateKind::regression) return text;
    double percent = 100 * (*finding_.value / finding_.gate.limit - 1);
    if (std::abs(percent) < 1e-6) percent = 0; // of what rounding left
    return fmt::format("{} ({}{})", text, percent >= 0 ? "+" : "",
                       amount(percent, NumberFormat(estimated_).digits(3), "%"));
  }

  /// "95 % bounds 12.33 to 12.49 J", "10 runs"
  [[nodiscard]] std::vector<std::string> grounds() const {
    std::vector<std::string> grounds;
    if (finding_.bounds) {
      if (finding_.rule != GateRule::point)
        grounds.push_back(bounds());
      else if (finding_.verdict == GateVerdict::inconclusive)
        grounds.push_back(with_unit(plus_minus()));
    }
    std::string runs = counted(finding_.n, "run");
    if (finding_.effective_n < static_cast<double>(finding_.n))
      runs += fmt::format(", worth {} independent ones", rounded(finding_.effective_n, 2));
    grounds.push_back(runs);
    return grounds;
  }

  /// "+- 1.5", or "its +- from -2.1 to +9.8" of a change, which has two sides.
  [[nodiscard]] std::string plus_minus() const {
    const Interval& bounds = *finding_.bounds;
    if (finding_.gate.kind == GateKind::regression)
      return fmt::format("its +- from {} to {}", number(bounds.low), number(bounds.high));
    return "+- " + rounded((bounds.high - *finding_.value) / unit_.size, 2);
  }

  [[nodiscard]] std::string bounds() const {
    const bool holm = finding_.levels.fail > confidence || finding_.levels.pass > confidence;
    return with_unit(fmt::format("{}95 % bounds {} to {}", holm ? "Holm's " : "",
                                 number(finding_.bounds->low), number(finding_.bounds->high)));
  }

  const GateResult& finding_;
  bool estimated_;
  Unit unit_;
};

constexpr std::string_view who = "joules: ";
constexpr std::size_t word_width = 8; // "SKIPPED "

} // namespace

std::string verdict_line(const GateResult& finding, bool estimated) {
  return verdict_text(finding, estimated, {});
}

std::string verdict_text(const GateResult& finding, bool estimated, const TextStyle& style) {
  RowWriter rows(style.color, style.on_terminal ? style.width : std::string::npos);
  const std::string word(word_for(finding.verdict));
  rows.parts(std::string(who), {word, colour_of(finding.verdict)}, who.size() + word_width,
             Wording(finding, estimated, style.unit).parts());
  return rows.text();
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
