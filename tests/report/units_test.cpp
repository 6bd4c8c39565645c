// SPDX-License-Identifier: Apache-2.0
// Numbers at the places where their unit, their digits or their words change.
#include "attribution/attribute.hpp"
#include "report/text/text.hpp"
#include "report/text/verdicts.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

#include <cmath>

TEST_SUITE("report") {

  using namespace joules;
  using test::Story;

  namespace {

  /// The line of the host's energy, of a run that used so many joules.
  std::string host_line(double joules, EnergyUnit unit = EnergyUnit::automatic) {
    Story story(2);
    story.domain("package-0").then({.seconds = 10, .joules = {10}, .tree = 1, .busy = 2});
    EnergyAccount account = attribute(story.recording(), {});
    account.host.value = Joules{joules};
    account.host_uncertainty.reset();
    const std::string text = text_report(story.recording(), account, {.unit = unit});
    const auto begin = text.find("  energy, host ");
    return text.substr(begin, text.find('\n', begin) - begin);
  }

  bool shows(double joules, const std::string& text) {
    return host_line(joules).find(" " + text + " ") != std::string::npos;
  }

  GateResult finding_of(GateVerdict verdict, double value, double limit = 5) {
    GateResult finding;
    finding.gate = {GateKind::regression, Metric::energy_tree, limit};
    finding.verdict = verdict;
    finding.value = value;
    finding.n = 10;
    finding.effective_n = 10;
    finding.rule = GateRule::confident;
    return finding;
  }

  bool says(const GateResult& finding, const std::string& text, bool estimated = false) {
    INFO(verdict_line(finding, estimated));
    const bool found = verdict_line(finding, estimated).find(text) != std::string::npos;
    CHECK(found);
    return found;
  }

  } // namespace

  TEST_CASE("joules from 0.1 on, kilojoules from 100000 on, millijoules below") {
    CHECK(shows(0.09994, "99.94 mJ"));
    CHECK(shows(0.1, "0.1000 J"));
    CHECK(shows(99'999, "99999 J"));
    CHECK(shows(100'000, "100.0 kJ"));
    CHECK(shows(0, "0 J"));
    CHECK(host_line(3600, EnergyUnit::watt_hour).find(" 1.000 Wh ") != std::string::npos);
    CHECK(host_line(3600, EnergyUnit::kilojoule).find(" 3.600 kJ ") != std::string::npos);
    CHECK(host_line(3.6, EnergyUnit::millijoule).find(" 3600 mJ ") != std::string::npos);
    CHECK(host_line(3.6e6, EnergyUnit::joule).find(" 3600000 J ") != std::string::npos);
  }

  TEST_CASE("a change has one digit after the point, and three close to its limit") {
    CHECK(says(finding_of(GateVerdict::fail, 7.12), ": +7.1 %"));
    CHECK(says(finding_of(GateVerdict::fail, 5.049), ": +5.049 %"));
    CHECK(says(finding_of(GateVerdict::fail, 5.051), ": +5.1 %"));
    CHECK(says(finding_of(GateVerdict::pass, 4.951), ": +4.951 %"));
    CHECK(says(finding_of(GateVerdict::pass, -3.26), ": -3.3 %"));
    CHECK(says(finding_of(GateVerdict::pass, -0.01, 0), ": -0.010 %"));
    CHECK(says(finding_of(GateVerdict::pass, 0, 0), ": +0.000 %"));
    CHECK(says(finding_of(GateVerdict::pass, -0.04), ": +0.0 %")); // never -0.0
    CHECK(says(finding_of(GateVerdict::fail, 99.94), ": +99.9 %"));
    CHECK(says(finding_of(GateVerdict::fail, 99.96), ": +100 %"));
    CHECK(says(finding_of(GateVerdict::fail, 99'999.4), ": +99999 %"));
    CHECK(says(finding_of(GateVerdict::fail, 99'999.6), ": >1e5 %"));
  }

  TEST_CASE("a verdict says the limit, the bounds, the runs, and what more of them would tell") {
    GateResult budget = finding_of(GateVerdict::fail, 12.41, 12);
    budget.gate = {GateKind::budget, Metric::energy_tree, 12};
    budget.bounds = Interval{12.33, 12.49};
    CHECK(verdict_line(budget, false) ==
          "joules: FAIL    energy budget 12 J exceeded: 12.41 J (+3.42 %), 95 % bounds 12.33 to "
          "12.49 J, 10 runs\n");
    CHECK(says(budget, ": estimated 12 J (+3.4 %)", true));
    budget.at_least = true;
    CHECK(says(budget, ": >= 12.41 J"));
    budget.effective_n = 4.2;
    CHECK(says(budget, "10 runs, worth 4.2 independent ones"));
    budget.levels.fail = 0.99;
    CHECK(says(budget, ", Holm's 95 % bounds 12.33"));
    budget.levels = {0.95, 0.99};
    CHECK(says(budget, ", Holm's 95 % bounds 12.33"));
    budget.command = "a 'b c'";
    CHECK(says(budget, "energy budget 12 J exceeded for a 'b c': >= 12.41 J"));
    budget.gate = {GateKind::max_power, Metric::power_host, 0.25, units::watt};
    CHECK(says(budget, "host power limit 0.25 W"));

    GateResult unsure = finding_of(GateVerdict::inconclusive, 5);
    unsure.n = 1;
    unsure.effective_n = 1;
    CHECK(says(unsure, ", 1 run; the limit lies between the bounds, and more runs hardly tell\n"));
    unsure.runs_to_decide = 27;
    CHECK(says(unsure, "between the bounds: 27 new ones may tell\n"));
    unsure.gate.kind = GateKind::budget;
    CHECK(says(unsure, "between the bounds: 27 new runs may tell (-r 27)\n"));
    unsure.rule = GateRule::point;
    unsure.bounds = Interval{4, 6.5};
    CHECK(says(unsure, ", +- 1.5 J, 1 run; the limit lies inside the +-: 27 new runs"));
    GateResult change = finding_of(GateVerdict::inconclusive, 4);
    change.rule = GateRule::point;
    change.bounds = Interval{-2.1, 9.84};
    CHECK(
        says(change, "+4.0 %, its +- from -2.1 to +9.8 %, 10 runs; the limit lies inside the +-"));
    unsure.verdict = GateVerdict::pass;
    CHECK(verdict_line(unsure, false) ==
          "joules: PASS    energy budget 5 J: 5.000 J (+0 %), 1 run\n");
    unsure.reason = "why";
    CHECK(says(unsure, ", 1 run; why\n"));

    GateResult none = finding_of(GateVerdict::fail, 0);
    none.value.reset();
    CHECK(says(none, "FAIL    energy regression limit 5 % exceeded: the reference used 0 J\n"));
    none.verdict = GateVerdict::skipped;
    none.reason = "not measured";
    CHECK(verdict_line(none, false) ==
          "joules: SKIPPED energy regression limit 5 %: not measured\n");
  }
}
