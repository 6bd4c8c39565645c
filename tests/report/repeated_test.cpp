// SPDX-License-Identifier: Apache-2.0
#include "report/text/compared.hpp"
#include "report/text/progress.hpp"
#include "report/text/repeated.hpp"
#include "report/text/verdicts.hpp"

#include "support/experiments.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <sstream>

TEST_SUITE("report") {

  using namespace joules;
  using namespace joules::test;
  using Values = std::vector<double>;

  namespace {

  bool has(const std::string& text, std::string_view part) {
    return text.find(part) != text.npos;
  }

  std::string report_of(const Experiment& experiment, const GateSettings& gates = {}) {
    return experiment_report(experiment, analyse(experiment, gates), {});
  }

  std::string verdict(const std::vector<double>& joules, double limit) {
    return verdict_line(analyse(repeated(joules), budget(limit)).gates.at(0), false);
  }

  } // namespace

  TEST_CASE("one run's report is as ever") {
    const Experiment experiment = repeated({10});
    const Run& only = experiment.commands[0].runs[0];
    CHECK(report_of(experiment) == text_report(only.recording, only.account, {}));
  }

  TEST_CASE("several runs: a table with a line for each metric") {
    const std::string text = report_of(repeated({10, 12, 14}));
    CHECK(has(text, "joules: ./bench\n  3 runs"));
    // 4.303 x 2 / sqrt(3) = 4.97 beside the mean
    CHECK(has(text, "  energy, process tree   12.00 J       7.03 to 16.97     2.0     10.00 to "));
    CHECK(has(text, "  time, wall             1.000 s "));
    CHECK(has(text, "measured by           powercap\n"));
    CHECK(has(text, "attributed by         its share of the CPU time that was busy\n"));
    CHECK_FALSE(has(text, "stopped"));
  }

  TEST_CASE("several runs: why an energy is not known") {
    const std::string reason = "\n  not known             the host drew too little\n";
    Experiment experiment = repeated({10, 12});
    experiment.commands[0].runs[1].account.tree.value.reset();
    experiment.commands[0].runs[1].account.unavailable_reason = "the host drew too little";
    CHECK(has(report_of(experiment), reason));
    experiment.commands.push_back(repeated({20, 22}).commands[0]);
    experiment.plan.commands = 2;
    CHECK(has(report_of(experiment), reason));
    CHECK_FALSE(has(report_of(repeated({10, 12})), "not known"));
  }

  TEST_CASE("several runs: a line for each subject, over the runs that know it") {
    Experiment experiment = repeated({10, 12, 14});
    const auto subject = [](std::optional<Joules> energy) {
      return SubjectAccount{"cgroup:web", {energy, false, {}, {}}};
    };
    auto& runs = experiment.commands[0].runs;
    runs[0].account.subjects = {subject(Joules{3})};
    runs[1].account.subjects = {subject(Joules{5})};
    CHECK(has(report_of(experiment), "  energy, web            4.000 J "));
    runs[1].account.subjects[0].energy.at_least = true;
    CHECK(has(report_of(experiment), "  energy, web         >= 4.000 J "));
    for (Run& run : runs) run.account.subjects = {subject(std::nullopt)};
    CHECK(has(report_of(experiment), "\n  energy, web "));
    CHECK(has(report_of(experiment), " not known"));
  }

  TEST_CASE("a table in another unit has as many digits as one in joules") {
    const Experiment experiment = repeated({10, 12, 14});
    const auto in = [&](EnergyUnit unit) {
      return experiment_report(experiment, analyse(experiment, {}), {.unit = unit});
    };
    CHECK(has(in(EnergyUnit::joule), "energy, process tree   12.00 J       7.03 to 16.97     2.0"));
    for (const char* part : {" 12000 mJ ", " 7032 to 16968 ", " 2000 ", " 10000 to 14000\n"})
      CHECK(has(in(EnergyUnit::millijoule), part));
    for (const char* part : {" 0.01200 kJ ", " 0.00703 to 0.01697 ", " 0.0020 "})
      CHECK(has(in(EnergyUnit::kilojoule), part));
  }

  TEST_CASE("the table is not wider than a terminal") {
    const Experiment experiment = repeated({1234567, 1234569, 1334568});
    std::istringstream lines(
        experiment_report(experiment, analyse(experiment, {}), {.width = 200}));
    std::string line;
    for (int i = 0; i < 7; ++i) {
      REQUIRE(std::getline(lines, line));
      CHECK(line.size() < 80);
      CHECK_FALSE(line.empty());
    }
  }

  TEST_CASE("an experiment that was stopped says so, and how many runs it had") {
    Experiment experiment = repeated({10, 10});
    experiment.plan.runs = 5;
    experiment.stopped_because = "run 3 of 5 failed";
    const std::string text = report_of(experiment);
    CHECK(has(text, "2 of 5 runs"));
    CHECK(has(text, "stopped               run 3 of 5 failed"));
  }

  TEST_CASE("when no run was complete, the one that failed is reported") {
    Experiment experiment = repeated({10});
    experiment.plan.runs = 5;
    experiment.commands[0].failed = std::move(experiment.commands[0].runs[0]);
    experiment.commands[0].runs.clear();
    experiment.stopped_because = "run 1 of 5 failed";
    const std::string text = report_of(experiment);
    CHECK(has(text, "energy, process tree"));
    CHECK(has(text, "run 1 of 5 failed"));
  }

  TEST_CASE("verdicts are the last lines, and speak plain words") {
    CHECK(verdict({11}, 12) == "joules: PASS    energy budget 12 J: 11.00 J (-8.33 %), 1 run\n");
    CHECK(verdict({13}, 12.5) ==
          "joules: FAIL    energy budget 12.5 J exceeded: 13.00 J (+4.00 %), 1 run\n");
    CHECK(has(verdict({11, 13, 11, 13, 11, 13}, 12),
              "joules: UNSURE  energy budget 12 J: 12.00 J (+0 %), 95 % bounds 11.10 to 12.90 J, 6 "
              "runs"));
    const std::string text = report_of(repeated({13}), budget(12));
    CHECK(has(text, "joules: FAIL"));
    CHECK(text.find("joules: FAIL") > text.find("exit"));
  }

  TEST_CASE("an unsure verdict says why, and how many new runs may tell") {
    Experiment one = repeated({13});
    one.commands[0].runs[0].account.tree_uncertainty = Joules{2};
    // (t(0.95) + t(0.8)) x 1 / sqrt(8) = (1.895 + 0.896) / 2.828 = 0.987
    CHECK(verdict_line(analyse(one, budget(12)).gates.at(0), false) ==
          "joules: UNSURE  energy budget 12 J: 13.00 J (+8.33 %), +- 2.0 J, 1 run; the limit lies "
          "inside the +-: 8 new runs may tell (-r 8)\n");
    CHECK(has(verdict({11, 13, 11, 13, 11, 13}, 12.2),
              "; the limit lies between the bounds: 187 new runs may tell (-r 187)\n"));
    CHECK(has(verdict({11, 13, 11, 13, 11, 13}, 12),
              "; the limit lies between the bounds, and more runs hardly tell\n"));
  }

  TEST_CASE("runs that depend on one another are said to in the verdict") {
    CHECK(has(verdict({10, 10.1, 10.3, 10.2, 10.4, 10.5, 10.4, 10.3, 10.1, 10.0, 9.9, 9.8}, 10.3),
              ", 12 runs, worth 4.0 independent ones; "));
  }

  TEST_CASE("saved reports beside one another: zeros, and changes that are very large") {
    const auto saved = [](const std::string& file, const std::vector<double>& joules) {
      Baseline baseline;
      baseline.origin.file = file;
      baseline.origin.by.sensor = "powercap";
      baseline.origin.by.quality = Quality::measured;
      baseline.series.name = "bench";
      for (const double energy : joules) {
        baseline.series.runs.emplace_back();
        for (const Metric metric : all_metrics) baseline.series.runs.back()[metric] = energy;
      }
      return baseline;
    };
    const auto difference = [&](const std::vector<double>& a, const std::vector<double>& b) {
      const Baseline before = saved("a.json", a), after = saved("b.json", b);
      return difference_report(before, after, analyse_saved(before, after, {}), {});
    };
    const std::string none = difference(Values(6, 0), Values(6, 0));
    CHECK(has(none, "  energy, process tree"));
    CHECK_FALSE(has(none, "not known"));
    CHECK(has(none, "B uses as much energy as A"));
    CHECK(has(none, "\n  measured by           powercap\n"));
    const std::string from_none = difference(Values(6, 0), Values(6, 2));
    CHECK(has(from_none, "B uses more energy than A: 2.00 J a run\n"));
    const std::string huge = difference(Values(6, 1e-8), Values(6, 1e14));
    CHECK_FALSE(has(huge, "inf"));
    CHECK_FALSE(has(huge, "nan"));
    std::istringstream lines(huge);
    for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 80);
  }

  TEST_CASE("several candidates: the report says that the intervals are Holm's") {
    Experiment experiment = repeated({10, 10.1, 9.9, 10});
    experiment.plan.commands = 3;
    for (const double joules : {10.0, 11.0})
      experiment.commands.push_back(
          repeated({joules, joules + 0.1, joules - 0.2, joules}).commands[0]);
    const std::string text = report_of(experiment);
    CHECK(has(text, "The intervals of 2 candidates are wider by Holm's method"));
    CHECK(has(text, "Holm's 95 % CI"));
    experiment.commands.pop_back();
    experiment.plan.commands = 2;
    CHECK_FALSE(has(report_of(experiment), "Holm"));
  }

  TEST_CASE("a verdict without a number says why") {
    Experiment experiment = repeated({10});
    experiment.outcome.status = 3;
    CHECK(verdict_line(analyse(experiment, budget(12)).gates.at(0), false) ==
          "joules: SKIPPED energy budget 12 J: the command failed\n");
  }

  TEST_CASE("JSON has every run, their summary and the verdict") {
    const Experiment experiment = repeated({10, 12, 14});
    const auto json = nlohmann::json::parse(
        json_report(experiment, analyse(experiment, budget(16)), JsonLayout::document));
    const auto& command = json.at("commands").at(0);
    CHECK(command.at("runs").size() == 3);
    CHECK(command.at("runs")[2].at("index") == 2);
    const auto& summary = command.at("summary").at("energy_tree_joules");
    CHECK(summary.at("n") == 3);
    CHECK(summary.at("mean").get<double>() == doctest::Approx(12));
    CHECK(summary.at("ci_low").get<double>() == doctest::Approx(7.03).epsilon(0.001));
    const auto& gate = json.at("gates").at(0);
    CHECK(gate.at("kind") == "budget");
    CHECK(gate.at("limit") == 16);
    CHECK(gate.at("verdict") == "pass");
    CHECK(gate.at("rule") == "confident");
    CHECK(json.at("plan").at("runs") == 3);
  }

  TEST_CASE("the progress line knows what is left") {
    Experiment so_far = repeated({10, 12});
    so_far.plan.runs = 10;
    CHECK(progress_line(so_far, false, 2) == "run 3 of 10, mean so far 11.0 J, about 8.0 s left");
    so_far.plan.precision = 0.01;
    CHECK(progress_line(so_far, false, 2) == "run 3 of at most 10, mean so far 11.0 J");
    so_far.commands[0].runs.clear();
    so_far.plan.warmups = 2;
    CHECK(progress_line(so_far, true, 0) == "warm-up 1 of 2");
  }

  TEST_CASE("runs that ended by --precision: how precise they are, and what was asked for") {
    Experiment experiment = repeated({9, 11, 9, 11, 9, 11});
    experiment.plan.precision = 0.15;
    experiment.plan.runs = 100;
    // 2.5706 x 1.1 x sqrt(6 / 5 / 6) / 10 = 12.65 %
    CHECK(has(report_of(experiment), "  6 runs  "));
    CHECK(has(report_of(experiment),
              "\n  precision             +- 13 % of the mean, at 95 %; asked for: 15 %\n"));
    GateSettings of_host;
    of_host.scope = Scope{.kind = Scope::Kind::host};
    CHECK(has(report_of(experiment, of_host), "+- 13 % of the host's mean, at 95 %; asked"));
    experiment.plan.precision = 0.025;
    experiment.plan.runs = 6;
    CHECK(has(report_of(experiment), "asked for: 2.5 % in at most 6 runs\n"));
    experiment.commands[0].runs[2].account.tree.value.reset();
    CHECK(has(report_of(experiment), "not known how many percent of the mean"));
    experiment.plan.precision.reset();
    CHECK_FALSE(has(report_of(experiment), "precision"));
    CHECK_FALSE(has(report_of(repeated({10})), "precision"));
  }

  TEST_CASE("the line of a single run: its time, and what is known of the power just now") {
    CHECK(live_line(Seconds{42.9}, Watts{41}, Watts{39.87}, false) ==
          "0:42  host 41.0 W, tree 39.9 W");
    CHECK(live_line(Seconds{3725}, Watts{4.04}, Watts{0.123}, true) ==
          "1:02:05  host about 4.0 W, tree about 0.12 W");
    CHECK(live_line(Seconds{61}, std::nullopt, std::nullopt, false) == "1:01");
    CHECK(live_line(Seconds{61}, Watts{41}, std::nullopt, false) == "1:01  host 41.0 W");
  }

  TEST_CASE("a wait for the tree names for whom, and no more than three") {
    std::vector<RemainingProcess> remaining = {{11, "sshd"}};
    CHECK(waiting_line(remaining) ==
          "joules: waiting for 11 sshd, which outlived the command; Ctrl-C ends it\n");
    remaining.insert(remaining.end(), {{12, "a\x1b"}, {13, "b"}, {14, "c"}, {15, "d"}});
    CHECK(waiting_line(remaining) == "joules: waiting for 11 sshd, 12 a\\x1b, 13 b and 2 more, "
                                     "which outlived the command; Ctrl-C ends it\n");
    CHECK(waiting_line({}).starts_with("joules: waiting for processes that cannot be seen, which"));
  }
}
