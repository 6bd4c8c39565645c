// SPDX-License-Identifier: Apache-2.0
// Verdicts for people: in their unit, in colour, and on a terminal that is narrow.
#include "report/text/verdicts.hpp"

#include <doctest/doctest.h>

#include <sstream>

TEST_SUITE("report") {

  using namespace joules;

  namespace {

  GateResult budget_in(const Unit& unit, double limit, double value) {
    GateResult result;
    result.gate = {GateKind::budget, Metric::energy_tree, limit * unit.size, unit};
    result.verdict = value > limit * unit.size ? GateVerdict::fail : GateVerdict::pass;
    result.value = value;
    result.n = 1;
    result.effective_n = 1;
    return result;
  }

  GateResult unsure() {
    GateResult result = budget_in(units::joule, 12, 12.05);
    result.verdict = GateVerdict::inconclusive;
    result.rule = GateRule::confident;
    result.bounds = Interval{11.9, 12.2};
    result.n = 6;
    result.effective_n = 6;
    result.runs_to_decide = 27;
    return result;
  }

  bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  } // namespace

  TEST_CASE("a verdict is in the unit that the gate was given in") {
    CHECK(has(verdict_line(budget_in(units::millijoule, 1, 0.03936), false),
              "energy budget 1 mJ exceeded: 39.36 mJ (+3836 %)"));
    CHECK(has(verdict_line(budget_in(units::watt_hour, 3, 9000), false),
              "energy budget 3 Wh: 2.500 Wh (-16.7 %)"));
    CHECK(
        has(verdict_line(budget_in(units::joule, 60, 60 * (1 - 1e-15)), false), "60.00 J (+0 %)"));
    GateResult power = budget_in({"mW", 1e-3}, 500, 0.25);
    power.gate.kind = GateKind::max_power;
    CHECK(has(verdict_line(power, false), "power limit 500 mW: 250.0 mW (-50.0 %)"));
    GateResult bounded = budget_in(units::millijoule, 800, 0.7);
    bounded.rule = GateRule::confident;
    bounded.bounds = Interval{0.65, 0.75};
    CHECK(has(verdict_line(bounded, false), "700.0 mJ (-12.5 %), 95 % bounds 650.0 to 750.0 mJ"));
  }

  TEST_CASE("--unit is stronger, but no unit of energy makes a power or a percentage") {
    const TextStyle kilojoules{.unit = EnergyUnit::kilojoule};
    CHECK(has(verdict_text(budget_in(units::millijoule, 1, 39), false, kilojoules),
              "energy budget 0.000001 kJ exceeded: 0.03900 kJ"));
    GateResult power = budget_in(units::watt, 40, 38);
    power.gate.kind = GateKind::max_power;
    CHECK(has(verdict_text(power, false, kilojoules), "power limit 40 W: 38.00 W"));
    GateResult regression = budget_in({"%", 1}, 5, 3);
    regression.gate.kind = GateKind::regression;
    CHECK(has(verdict_text(regression, false, kilojoules), "regression limit 5 %: +3.0 %"));
  }

  TEST_CASE("PASS is green, FAIL red, UNSURE and SKIPPED yellow") {
    const auto in_colour = [](GateVerdict verdict) {
      GateResult result = budget_in(units::joule, 12, 11);
      result.verdict = verdict;
      return verdict_text(result, false, {.color = true});
    };
    CHECK(in_colour(GateVerdict::pass).starts_with("joules: \x1b[32mPASS\x1b[0m    energy"));
    CHECK(in_colour(GateVerdict::fail).starts_with("joules: \x1b[31mFAIL\x1b[0m    energy"));
    CHECK(
        in_colour(GateVerdict::inconclusive).starts_with("joules: \x1b[33mUNSURE\x1b[0m  energy"));
    CHECK(in_colour(GateVerdict::skipped).starts_with("joules: \x1b[33mSKIPPED\x1b[0m energy"));
  }

  TEST_CASE("on a narrow terminal the grounds have lines of their own; elsewhere there is one") {
    CHECK(verdict_text(unsure(), false, {.width = 80, .on_terminal = true}) ==
          "joules: UNSURE  energy budget 12 J: 12.05 J (+0.417 %),\n"
          "                95 % bounds 11.90 to 12.20 J, 6 runs;\n"
          "                the limit lies between the bounds: 27 new runs may tell (-r 27)\n");
    CHECK(verdict_text(unsure(), false, {.width = 80}) == verdict_line(unsure(), false));
    CHECK(verdict_line(unsure(), false).find('\n') == verdict_line(unsure(), false).size() - 1);
    const GateResult passed = budget_in(units::joule, 12, 11);
    CHECK(verdict_text(passed, false, {.width = 80, .on_terminal = true}) ==
          "joules: PASS    energy budget 12 J: 11.00 J (-8.33 %), 1 run\n");
    for (const std::size_t width : {60UL, 80UL, 100UL}) {
      std::istringstream lines(verdict_text(unsure(), true, {.width = width, .on_terminal = true}));
      for (std::string line; std::getline(lines, line);) CHECK(line.size() <= width);
    }
  }
}
