// SPDX-License-Identifier: Apache-2.0
#include "statistics/findings.hpp"

#include "support/experiments.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

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

  namespace {

  Questions against(const std::vector<double>& saved) {
    Questions questions;
    Baseline& baseline = questions.baseline.emplace();
    baseline.file = "old.json";
    baseline.series = series_of(repeated(saved).subjects[0]);
    baseline.argv = {"./bench"};
    baseline.sensor = "powercap";
    baseline.quality = "measured";
    baseline.policy = "busy";
    baseline.cpu_model = "Other CPU";
    questions.regression = Gate{GateKind::regression, Metric::energy_tree, 5};
    return questions;
  }

  } // namespace

  TEST_CASE("a baseline is compared with, and its host") {
    Questions questions = against({10, 10.1, 9.9, 10, 10});
    const Findings findings = evaluate(repeated({12, 12.1, 11.9}), questions);
    REQUIRE(findings.comparisons.size() == all_metrics.size());
    CHECK(findings.baseline == "old.json");
    CHECK(*findings.comparisons[0].result->ratio == doctest::Approx(1.2).epsilon(0.001));
    REQUIRE(findings.gates.size() == 1);
    CHECK(findings.gates[0].verdict == GateVerdict::fail);
    CHECK(*findings.gates[0].value == doctest::Approx(20).epsilon(0.01));
    CHECK(count_of(findings, WarningCode::baseline_other_host) == 1);
    CHECK(count_of(findings, WarningCode::baseline_other_command) == 0);

    questions.baseline->series.runs[1][Metric::energy_tree].reset();
    const Findings lacking = evaluate(repeated({12, 12.1, 11.9}), questions);
    CHECK_FALSE(lacking.comparisons[0].result.has_value());
    CHECK(lacking.comparisons[1].result.has_value()); // the host's
    CHECK(lacking.gates[0].verdict == GateVerdict::inconclusive);
    CHECK_FALSE(lacking.gates[0].measured);

    Experiment unknown = repeated({10});
    unknown.subjects[0].trials[0].account.tree.value.reset();
    CHECK(evaluate(unknown, questions).gates[0].verdict == GateVerdict::inconclusive);
  }

  TEST_CASE("one new run beside five saved ones is judged, thirty beside four are not") {
    CHECK(evaluate(repeated({12}), against({10, 10.1, 9.9, 10, 10})).gates[0].verdict ==
          GateVerdict::fail);
    const GateFinding few =
        evaluate(repeated(std::vector<double>(30, 12)), against({10, 10.1, 9.9, 10})).gates[0];
    CHECK(few.verdict == GateVerdict::inconclusive);
    CHECK(few.measured); // so that the command's status stays
    CHECK(few.reason.find("4 saved runs") != std::string::npos);
  }

  TEST_CASE("a baseline of 0 J is a number") {
    Questions questions = against({1, 1, 1, 1, 1});
    for (Figures& run : questions.baseline->series.runs) {
      run[Metric::energy_tree] = 0;
      run.half_widths = {};
    }
    Experiment nothing = repeated({1, 1});
    for (Trial& trial : nothing.subjects[0].trials) trial.account.tree.value = Joules{0};
    const Findings none = evaluate(nothing, questions);
    REQUIRE(none.comparisons[0].result.has_value());
    CHECK(none.gates[0].verdict == GateVerdict::pass);
    const Findings some = evaluate(repeated({1, 1.1}), questions);
    CHECK(some.gates[0].verdict == GateVerdict::fail);
    CHECK_FALSE(some.gates[0].value.has_value());
  }

  TEST_CASE("a baseline of another command is said, wherever the same program lies") {
    const auto warned = [](const std::vector<std::string>& saved, const std::string& saved_name,
                           const std::string& name) {
      Questions questions = against({10, 10.1, 9.9, 10, 10});
      questions.baseline->argv = saved;
      questions.baseline->series.name = saved_name;
      Experiment experiment = repeated({10});
      experiment.subjects[0].argv = {"./new/bench", "--all"};
      experiment.subjects[0].name = name;
      return count_of(evaluate(experiment, questions), WarningCode::baseline_other_command);
    };
    CHECK(warned({"true"}, "true", "") == 1);
    CHECK(warned({"./old/bench", "--all"}, "./old/bench", "") == 0);
    CHECK(warned({"./old/bench", "--few"}, "./old/bench", "") == 1);
    CHECK(warned({"./old/bench"}, "./old/bench", "") == 1);
    CHECK(warned({"other"}, "sort", "sort") == 0); // labelled alike: meant to be compared
    CHECK(warned({"other"}, "sort", "merge") == 1);
    CHECK(warned({}, "", "") == 0); // not known
    Baseline cut, whole;
    cut.argv = {"/usr/bin/bench"};
    whole.argv = {"bench", "--all"};
    CHECK_FALSE(are_of_one_command(cut, whole));
    cut.first_word_only = true; // by --no-argv
    CHECK(are_of_one_command(cut, whole));
    CHECK(are_of_one_command(whole, cut));
    whole.argv[0] = "other";
    CHECK_FALSE(are_of_one_command(cut, whole));
  }

  TEST_CASE("a limit inside the +- of the only run is not decided") {
    Experiment experiment = repeated({10});
    experiment.subjects[0].trials[0].account.tree_uncertainty = Joules{3};
    CHECK(first_gate(experiment, budget(12)).verdict == GateVerdict::inconclusive);
    CHECK(first_gate(experiment, budget(14)).verdict == GateVerdict::pass);
    CHECK(first_gate(experiment, budget(6)).verdict == GateVerdict::fail);
  }

  TEST_CASE("the +- of a mean is that of runs whose errors are independent") {
    Series series{"", std::vector<Figures>(4)};
    CHECK_FALSE(half_width_of_mean(series, Metric::energy_tree).has_value());
    for (Figures& run : series.runs) run.half_widths[0] = 3;
    CHECK(*half_width_of_mean(series, Metric::energy_tree) == doctest::Approx(1.5));
    series.runs[2].half_widths[0].reset();
    CHECK_FALSE(half_width_of_mean(series, Metric::energy_tree).has_value());
  }

  TEST_CASE("of several candidates each must be clearer than one alone") {
    const std::vector<double> reference{10, 10.2, 9.9, 10.1, 10.05, 9.95};
    std::vector<double> candidate;
    for (const double change : {0.03, 0.01, 0.05, 0.02, 0.06, 0.01})
      candidate.push_back(reference[candidate.size()] * std::exp(change));
    Experiment experiment = repeated(reference);
    experiment.plan.commands = 2;
    experiment.subjects.push_back(repeated(candidate).subjects[0]);
    const Findings alone = evaluate(experiment, {});
    CHECK(alone.comparisons[0].result->verdict == Verdict::higher);
    CHECK(alone.comparisons[0].result->level == doctest::Approx(0.95));
    for (int more = 0; more < 5; ++more) {
      experiment.subjects.push_back(repeated(reference).subjects[0]);
      ++experiment.plan.commands;
    }
    const Findings findings = evaluate(experiment, {});
    const Comparison& beside_others = *findings.comparisons[0].result;
    CHECK(beside_others.level == doctest::Approx(1 - 0.05 / 6));
    CHECK(beside_others.verdict == Verdict::no_difference_shown);
    CHECK(beside_others.interval->low < 1);
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
    for (const Questions& questions : {Questions(), budget(12)}) {
      CHECK(count_of(evaluate(repeated({10, 10}), questions), WarningCode::few_runs) == 1);
      CHECK(count_of(evaluate(repeated({9, 10, 11, 9, 10, 11}), questions),
                     WarningCode::few_runs) == 0);
      CHECK(count_of(evaluate(repeated({10}), questions), WarningCode::few_runs) == 0);
    }
    const Findings three = evaluate(repeated({10, 11, 10}), {});
    CHECK(three.warnings.back().message.find("2.5 standard deviations") != std::string::npos);
  }

  TEST_CASE("runs that resemble the one before are said to, but not those of interleaved pairs") {
    const std::vector<double> wandering{10,   10.1, 10.3, 10.2, 10.4, 10.5,
                                        10.4, 10.3, 10.1, 10.0, 9.9,  9.8};
    const Findings findings = evaluate(repeated(wandering), {});
    REQUIRE(count_of(findings, WarningCode::autocorrelated) == 1);
    CHECK(count_of(evaluate(repeated({10, 10.4, 9.8, 10.3, 9.9, 10.2, 10, 10.1}), {}),
                   WarningCode::autocorrelated) == 0);
    Experiment pairs = repeated(wandering);
    pairs.plan.commands = 2;
    pairs.subjects.push_back(pairs.subjects[0]);
    CHECK(count_of(evaluate(pairs, {}), WarningCode::autocorrelated) == 0);
    pairs.plan.order = Order::blocked;
    CHECK(count_of(evaluate(pairs, {}), WarningCode::autocorrelated) == 2);
  }
}
