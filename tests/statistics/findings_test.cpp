// SPDX-License-Identifier: Apache-2.0
#include "joules/statistics/findings.hpp"

#include "support/experiments.hpp"

#include <doctest/doctest.h>

TEST_SUITE("statistics") {

  using namespace joules;
  using namespace joules::test;

  namespace {

  GateFinding first_gate(const Experiment& experiment, const Questions& questions) {
    return evaluate(experiment, questions).gates.at(0);
  }

  long count_of(const Findings& findings, WarningCode code) {
    return std::count_if(findings.warnings.begin(), findings.warnings.end(),
                         [&](const Warning& warning) { return warning.code == code; });
  }

  } // namespace

  TEST_CASE("every metric of several runs is summed up") {
    const Findings findings = evaluate(repeated({10, 20, 30}), {});
    const auto& summaries = findings.summaries.at(0);
    CHECK(summaries[0]->mean == doctest::Approx(20));
    CHECK(summaries[0]->n == 3);
    CHECK(summaries[1]->max == doctest::Approx(30));  // the host's: the tree was alone
    CHECK(summaries[2]->mean == doctest::Approx(20)); // watts, in runs of a second
    CHECK(summaries[4]->mean == doctest::Approx(1));
  }

  TEST_CASE("a run whose energy is not known is missing from the energies alone") {
    Experiment experiment = repeated({10, 20, 30});
    experiment.subjects[0].trials[1].account.tree.value.reset();
    const auto summaries = evaluate(experiment, {}).summaries.at(0);
    CHECK(summaries[0]->n == 2);
    CHECK(summaries[0]->mean == doctest::Approx(20));
    CHECK(summaries[4]->n == 3);
  }

  TEST_CASE("a gate that was not measured in every run is not passed") {
    Experiment experiment = repeated({10, 11, 10});
    CHECK(first_gate(experiment, budget(12)).verdict == GateVerdict::pass);
    experiment.subjects[0].trials[1].account.tree.value.reset();
    const GateFinding finding = first_gate(experiment, budget(12));
    CHECK(finding.verdict == GateVerdict::inconclusive);
    CHECK_FALSE(finding.value.has_value());
  }

  TEST_CASE("a command that failed or was stopped has no verdict") {
    Experiment failed = repeated({10});
    failed.outcome.status = 3;
    CHECK(first_gate(failed, budget(1)).verdict == GateVerdict::skipped);
    Experiment stopped = repeated({10, 10});
    stopped.stopped_because = "run 3 of 10 failed";
    CHECK(first_gate(stopped, budget(1)).reason == "run 3 of 10 failed");
  }

  TEST_CASE("an estimate is held against a limit only where that is wanted") {
    Experiment experiment = repeated({10});
    experiment.subjects[0].trials[0].account.estimated = true;
    Questions questions = budget(1);
    CHECK(first_gate(experiment, questions).verdict == GateVerdict::fail);
    questions.skip_estimates = true;
    CHECK(first_gate(experiment, questions).verdict == GateVerdict::skipped);
  }

  TEST_CASE("a baseline is compared with, and its host") {
    Questions questions;
    questions.baseline = Baseline{"old.json", series_of(repeated({10, 10.1, 9.9}).subjects[0]),
                                  "powercap", "measured",
                                  "busy",     "Other CPU",
                                  "",         ""};
    questions.regression = Gate{GateKind::regression, Metric::energy_tree, 5};
    const Findings findings = evaluate(repeated({12, 12.1, 11.9}), questions);
    REQUIRE(findings.comparisons.size() == all_metrics.size());
    CHECK(findings.baseline == "old.json");
    CHECK(findings.comparisons[0].result->ratio == doctest::Approx(1.2).epsilon(0.001));
    REQUIRE(findings.gates.size() == 1);
    CHECK(findings.gates[0].verdict == GateVerdict::fail);
    CHECK(*findings.gates[0].value == doctest::Approx(20).epsilon(0.01));
    CHECK(count_of(findings, WarningCode::baseline_other_host) == 1);

    questions.baseline->series.runs[1][Metric::energy_tree].reset();
    const Findings lacking = evaluate(repeated({12, 12.1, 11.9}), questions);
    CHECK_FALSE(lacking.comparisons[0].result.has_value());
    CHECK(lacking.comparisons[1].result.has_value()); // the host's
    CHECK(lacking.gates[0].verdict == GateVerdict::inconclusive);

    Experiment unknown = repeated({10});
    unknown.subjects[0].trials[0].account.tree.value.reset();
    CHECK(evaluate(unknown, questions).gates[0].verdict == GateVerdict::inconclusive);
  }

  TEST_CASE("a warning of many runs is said once, with how many they are") {
    Experiment experiment = repeated({10, 10, 10});
    for (const int run : {0, 2})
      experiment.subjects[0].trials[static_cast<std::size_t>(run)].account.warnings = {
          {WarningCode::busy_host, "others ran"}, {WarningCode::busy_host, "twice"}};
    const Findings findings = evaluate(experiment, {});
    REQUIRE(count_of(findings, WarningCode::busy_host) == 1);
    CHECK(findings.warnings[0].message == "in 2 of 3 runs, first: others ran");
  }

  TEST_CASE("drift, outliers and too few runs for a gate are said") {
    CHECK(count_of(evaluate(repeated({10, 10.1, 10.2, 10.3, 10.4, 10.5}), {}),
                   WarningCode::drift) == 1);
    CHECK(count_of(evaluate(repeated({10, 10.1, 9.9, 10, 10.1, 9.9, 10, 10.1, 9.9, 15}), {}),
                   WarningCode::outliers) == 1);
    CHECK(count_of(evaluate(repeated({10, 10}), budget(12)), WarningCode::few_runs) == 1);
    CHECK(count_of(evaluate(repeated({10, 10}), {}), WarningCode::few_runs) == 0);
    CHECK(count_of(evaluate(repeated({10}), budget(12)), WarningCode::few_runs) == 0);
  }
}
