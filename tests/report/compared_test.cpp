// SPDX-License-Identifier: Apache-2.0
// Commands beside one another: the table, and the sentence that it comes to.
#include "report/text/repeated.hpp"

#include "support/experiments.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

TEST_SUITE("report") {

  using namespace joules;
  using namespace joules::test;
  using Values = std::vector<double>;

  namespace {

  Experiment pairs(const Values& a, const Values& b) {
    Experiment experiment = repeated(a);
    experiment.plan.commands = 2;
    experiment.plan.seed = 7;
    experiment.commands[0].name = "old";
    experiment.commands.push_back(repeated(b).commands[0]);
    experiment.commands[1].name = "new";
    return experiment;
  }

  std::string report_of(const Experiment& experiment, EnergyUnit unit = EnergyUnit::automatic) {
    return experiment_report(experiment, analyse(experiment, {}), {.unit = unit});
  }

  /// What the report comes to.
  std::string result_of(const Values& a, const Values& b) {
    const std::string text = report_of(pairs(a, b));
    const auto begin = text.find("result") + std::string_view("result                ").size();
    return text.substr(begin, text.find('\n', begin) - begin);
  }

  nlohmann::json comparison_of(const Values& a, const Values& b) {
    const Experiment experiment = pairs(a, b);
    return nlohmann::json::parse(
        json_report(experiment, analyse(experiment, {}), JsonLayout::line))["comparisons"][0];
  }

  const Values old_runs{10, 10.2, 9.9, 10.4, 10.1}, new_runs{10.6, 10.9, 10.3, 11.2, 10.5};

  } // namespace

  TEST_CASE("in a unit far above the energies the digits are those of powers of ten") {
    const Experiment both = pairs({2.8, 2.9, 2.7}, {4.2, 4.3, 4.1}),
                     one = repeated({2.8, 2.9, 2.7});
    const auto row_of = [](const Experiment& experiment, EnergyUnit unit) {
      const std::string text = report_of(experiment, unit);
      const auto begin = text.find("energy, process tree");
      return text.substr(begin, text.find('\n', begin) - begin);
    };
    const auto starts = [&](const Experiment& experiment, EnergyUnit unit, std::string_view start) {
      CHECK(row_of(experiment, unit).substr(0, start.size()) == start);
    };
    starts(both, EnergyUnit::watt_hour, "energy, process tree 7.8e-04 Wh 1.2e-03 +3.9e-04 ");
    starts(both, EnergyUnit::kilowatt_hour, "energy, process tree 7.8e-07 kWh 1.2e-06 +3.9e-07 ");
    starts(one, EnergyUnit::watt_hour, "energy, process tree 0.00078 Wh ");
    starts(one, EnergyUnit::kilowatt_hour,
           "energy, process tree 7.8e-07 kWh 7.1e-07 to 8.5e-07 2.8e-08 7.5e-07 to 8.1e-07");
  }

  TEST_CASE("of a phase in scope the table and the result are of that phase alone") {
    Experiment experiment = with_phase(pairs(old_runs, new_runs), {4, 4.1, 3.9, 4.05, 4.2});
    for (Run& run : experiment.commands[1].runs) {
      run.account.phases[0].tree.value = *run.account.phases[0].tree.value * 0.5;
      run.account.work[0].each.value = *run.account.work[0].each.value * 0.5;
    }
    GateSettings gates;
    gates.scope = {Scope::Kind::phase, "solve\x1b", ""};
    for (Run& run : experiment.commands[0].runs) run.account.phases[0].name = gates.scope.name;
    for (Run& run : experiment.commands[1].runs) run.account.phases[0].name = gates.scope.name;
    for (CommandRuns& command : experiment.commands)
      for (Run& run : command.runs) run.account.work[0].phase = gates.scope.name;
    const std::string text = experiment_report(experiment, analyse(experiment, gates), {});
    const auto has = [&](std::string_view part) { return text.find(part) != text.npos; };
    CHECK(has("\n  energy, in scope      4.049 J    2.024  -2.024  -50.0 %"));
    CHECK(has("\n  power, in scope "));
    CHECK(has("\n  time, in scope "));
    CHECK(has("\n  energy, each unit     1.012 J    0.506  -0.506  -50.0 %"));
    CHECK_FALSE(has("process tree"));
    CHECK(has("\n  in scope              phase solve\\x1b\n"));
    CHECK(has("phase solve\\x1b uses less energy with B than with A: 2.02 J a run (50 %)\n"));
  }

  TEST_CASE("beside a command that used nothing the other one keeps its decimals") {
    Experiment experiment = pairs(old_runs, new_runs);
    for (Run& run : experiment.commands[0].runs) run.account.tree.value = Joules{0};
    for (Run& run : experiment.commands[1].runs) run.account.tree.value = Joules{0.318};
    const std::string text = report_of(experiment);
    CAPTURE(text);
    CHECK(text.find("\n  energy, process tree 0.0000 J   0.3180 +0.3180") != std::string::npos);
  }

  TEST_CASE("a command whose energy is a lower bound is said to be one") {
    Experiment experiment = pairs(old_runs, new_runs);
    CHECK(report_of(experiment).find("lower bounds") == std::string::npos);
    experiment.commands[1].runs[2].account.tree.at_least = true;
    const std::string text = report_of(experiment);
    CHECK(text.find("\n  lower bounds          B: part of") != std::string::npos);
    CHECK(text.find("whether B uses more energy than A is not known: part of it could not be") !=
          std::string::npos);
    const auto json = nlohmann::json::parse(
        json_report(experiment, analyse(experiment, {}), JsonLayout::line))["comparisons"];
    CHECK(json[0]["is_lower_bound"] == true);
    CHECK(json[0]["verdict"] == "no_difference_shown");
    CHECK_FALSE(json[4].contains("is_lower_bound")); // the time
  }

  TEST_CASE("a warning names its command by letter, though both commands have one name") {
    Experiment experiment = pairs(old_runs, new_runs);
    experiment.commands[0].name = experiment.commands[1].name = "same";
    for (Run& run : experiment.commands[1].runs)
      run.account.warnings.emplace_back(warnings::MarksLost{{3, 0, 0}});
    const std::string text = report_of(experiment);
    CHECK(text.find("\n  marks_lost            B: ") != text.npos);
    CHECK(text.find("marks_lost            A: ") == text.npos);
  }

  TEST_CASE("of the host in scope the result is the host's") {
    Experiment experiment = pairs(old_runs, old_runs);
    for (Run& run : experiment.commands[1].runs)
      run.account.host.value = *run.account.host.value * 2;
    GateSettings gates;
    const auto result = [&] {
      const std::string text = experiment_report(experiment, analyse(experiment, gates), {});
      const auto begin = text.find("result") + std::string_view("result                ").size();
      return text.substr(begin, text.find(':', begin) - begin);
    };
    CHECK(result().starts_with("B uses as much energy as A, within 1 %\n"));
    gates.scope.kind = Scope::Kind::host;
    CHECK(result() == "the host uses more energy with B than with A");
  }

  TEST_CASE("two commands, whole: means, difference, change and interval as scipy has them") {
    CHECK(report_of(pairs(old_runs, new_runs)) ==
          R"(joules: 5 pairs, random order (seed 7)
  A  old: ./bench
  B  new: ./bench
                            A          B   B - A   change        95 % CI
  energy, process tree  10.12 J    10.70   +0.58   +5.7 %   +3.6 to +7.8
  energy, host          10.12 J    10.70   +0.58   +5.7 %   +3.6 to +7.8
  power, process tree   10.12 W    10.70   +0.58   +5.7 %   +3.6 to +7.8
  power, host           10.12 W    10.70   +0.58   +5.7 %   +3.6 to +7.8
  time, wall            1.000 s    1.000  +0.000   +0.0 %   +0.0 to +0.0
  measured by           powercap
  attributed by         its share of the CPU time that was busy
  result                B uses more energy than A: 0.577 J a run (5.7 %)
  few_runs              5 pairs tell little: 6 or more tell more
)");
    const std::string text = report_of(pairs(old_runs, new_runs), EnergyUnit::millijoule);
    CHECK(
        text.find("\n  energy, process tree  10119 mJ   10695    +577   +5.7 %   +3.6 to +7.8\n") !=
        std::string::npos);
    CHECK(text.find("B uses more energy than A: 577 mJ a run (5.7 %)\n") != std::string::npos);
  }

  TEST_CASE("a sentence for each verdict, from both sides") {
    const Values even{10, 10.01, 9.99, 10.02, 9.98, 10};
    const Values a_little_more{10.05, 10.13, 10.09, 10.12, 10.06, 10.09};
    const Values wild{9, 11.5, 8.5, 11, 10.5, 9.2};
    CHECK(result_of(old_runs, new_runs) == "B uses more energy than A: 0.577 J a run (5.7 %)");
    CHECK(result_of(new_runs, old_runs) == "B uses less energy than A: 0.577 J a run (5.4 %)");
    CHECK(result_of(even, even) == "B uses as much energy as A, within 1 %");
    CHECK(result_of(even, a_little_more) == "B differs from A, perhaps by less than 1 %");
    CHECK(result_of(a_little_more, even) == "B differs from A, perhaps by less than 1 %");
    CHECK(result_of(even, wild) == "no difference shown between A and B");
  }

  TEST_CASE("from six pairs on there are a p-value and Wilcoxon's beside it, in JSON") {
    const auto five = comparison_of(old_runs, new_runs);
    CHECK(five["n_pairs"] == 5);
    CHECK(five["ratio"].get<double>() == doctest::Approx(1.057005789457135));
    CHECK(five["ratio_ci_low"].get<double>() == doctest::Approx(1.03643366).epsilon(1e-8));
    CHECK(five["ratio_ci_high"].get<double>() == doctest::Approx(1.07798626).epsilon(1e-8));
    CHECK(five["confidence_level"] == 0.95);
    CHECK(five["p_value"].is_null());
    CHECK(five["test"] == "none");
    CHECK_FALSE(five.contains("wilcoxon_p_value"));
    CHECK(five["verdict"] == "higher");
    Values six_old = old_runs, six_new = new_runs;
    six_old.push_back(10);
    six_new.push_back(9.9);
    const auto six = comparison_of(six_old, six_new);
    CHECK(six["test"] == "sign_flip_exact");
    CHECK(six["p_value"].get<double>() == doctest::Approx(2 * 2.0 / 64));
    CHECK(six["wilcoxon_p_value"].get<double>() == doctest::Approx(2 * 2.0 / 64));
  }
}
