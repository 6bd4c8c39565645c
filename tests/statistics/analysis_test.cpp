// SPDX-License-Identifier: Apache-2.0
#include "statistics/analysis.hpp"

#include "statistics/compared_series.hpp"
#include "support/experiments.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

TEST_SUITE("statistics") {

  using namespace joules;
  using namespace joules::test;

  namespace {

  GateResult first_gate(const Experiment& experiment, const GateSettings& gates) {
    return analyse(experiment, gates).gates.at(0);
  }

  long count_of(const Analysis& analysis, WarningCode code) {
    return std::count_if(analysis.warnings.begin(), analysis.warnings.end(),
                         [&](const Warning& warning) { return warning.code() == code; });
  }

  } // namespace

  TEST_CASE("every metric of several runs is summed up") {
    const Analysis analysis = analyse(repeated({10, 20, 30}), {});
    const auto& summaries = analysis.summaries.at(0);
    CHECK(summaries[0]->mean == doctest::Approx(20));
    CHECK(summaries[0]->n == 3);
    CHECK(summaries[1]->max == doctest::Approx(30));  // the host's: the tree was alone
    CHECK(summaries[2]->mean == doctest::Approx(20)); // watts, in runs of a second
    CHECK(summaries[4]->mean == doctest::Approx(1));
  }

  TEST_CASE("a run whose energy is not known is missing from the energies alone") {
    Experiment experiment = repeated({10, 20, 30});
    experiment.commands[0].runs[1].account.tree.value.reset();
    const auto summaries = analyse(experiment, {}).summaries.at(0);
    CHECK(summaries[0]->n == 2);
    CHECK(summaries[0]->mean == doctest::Approx(20));
    CHECK(summaries[4]->n == 3);
  }

  TEST_CASE("a gate that was not measured in every run is not passed") {
    Experiment experiment = repeated({10, 11, 10});
    CHECK(first_gate(experiment, budget(12)).verdict == GateVerdict::pass);
    experiment.commands[0].runs[1].account.tree.value.reset();
    const GateResult finding = first_gate(experiment, budget(12));
    CHECK(finding.verdict == GateVerdict::inconclusive);
    CHECK_FALSE(finding.value.has_value());
  }

  TEST_CASE("gates, comparisons and the metrics of a phase in scope are of that phase") {
    const Experiment experiment = with_phase(repeated({10, 20, 30}), {4, 4.1, 3.9});
    GateSettings gates = budget(5);
    gates.scope = {Scope::Kind::phase, "solve", ""};
    gates.max_power = Watts{7};
    const Analysis analysis = analyse(experiment, gates);
    CHECK(analysis.scope == Scope{Scope::Kind::phase, "solve", "requests"});
    CHECK(analysis.gates.at(0).verdict == GateVerdict::pass);
    CHECK(*analysis.gates[0].value == doctest::Approx(4));
    CHECK(analysis.gates[0].gate.metric == Metric::energy_scope);
    CHECK(analysis.gates.at(1).verdict == GateVerdict::fail); // 8 W, in half a second
    CHECK(*analysis.gates[1].value == doctest::Approx(8));
    CHECK(analysis.summaries[0][static_cast<std::size_t>(Metric::wall_scope)]->mean == 0.5);
    CHECK(analysis.metrics.size() == all_metrics.size());
    // The tree rises by its half each run, the phase does not.
    CHECK(
        count_of(analyse(with_phase(repeated({10, 11, 12, 13, 14, 15}), {4, 4, 4, 4, 4, 4}), gates),
                 WarningCode::drift) == 0);
    CHECK(count_of(analyse(repeated({10, 11, 12, 13, 14, 15}), {}), WarningCode::drift) == 1);
  }

  TEST_CASE("a phase that a run did not mark, and one that is unknown, are not measured") {
    GateSettings gates = budget(5);
    gates.scope = {Scope::Kind::phase, "solve", ""};
    const Analysis analysis = analyse(with_phase(repeated({10, 20}), {4, -1}), gates);
    CHECK(analysis.gates.at(0).verdict == GateVerdict::inconclusive);
    CHECK(analysis.any_unmeasured());
    CHECK(analysis.gates[0].reason.find("mark") != std::string::npos);
    gates.scope.name = "other";
    CHECK(analyse(with_phase(repeated({10}), {4}), gates).any_unmeasured());
  }

  TEST_CASE("a budget for one unit of work is held against the energy of one") {
    const Experiment experiment = with_phase(repeated({10, 20, 30}), {4, 4.1, 3.9});
    GateSettings gates = budget(0.9);
    gates.scope = {Scope::Kind::phase, "solve", "request"};
    const GateResult failed = first_gate(experiment, gates);
    CHECK(failed.gate.metric == Metric::energy_each);
    CHECK(failed.verdict == GateVerdict::fail);
    CHECK(*failed.value == doctest::Approx(1));
    gates.budget = Joules{1.2};
    CHECK(first_gate(experiment, gates).verdict == GateVerdict::pass);
    gates.scope.unit = "step";
    const GateResult unknown = first_gate(experiment, gates);
    CHECK_FALSE(unknown.measured);
    CHECK(unknown.reason.find("must tell work in step in phase solve") != std::string::npos);
    // Without the phase in scope it is work of no phase that is meant.
    gates.scope = {Scope::Kind::tree, "", "request"};
    CHECK(first_gate(experiment, gates)
              .reason.find("work in request must be told outside of all phases") !=
          std::string::npos);
  }

  TEST_CASE("one unit of work is the same in all runs, and on both sides of a comparison") {
    Experiment experiment = with_phase(repeated({10, 20}), {4, 4});
    GateSettings gates;
    gates.scope = {Scope::Kind::phase, "solve", ""};
    const auto known = [&] {
      const Analysis analysis = analyse(experiment, gates);
      const auto& summary = analysis.summaries[0][static_cast<std::size_t>(Metric::energy_each)];
      return summary ? summary->n : 0;
    };
    CHECK(known() == 2);
    CHECK(analyse(experiment, gates).scope.unit == "requests");
    experiment.commands[0].runs[1].account.work[0].unit = "bytes";
    CHECK(known() == 1);
    Baseline baseline;
    baseline.series = series_of(with_phase(repeated({10, 20}), {4, 4}).commands[0], gates.scope);
    const auto compared = [&](const std::string& unit) {
      baseline.unit = unit;
      return std::ranges::count(analyse(experiment, gates, baseline).comparisons,
                                Metric::energy_each, &MetricComparison::metric);
    };
    CHECK(compared("request") == 1);
    CHECK(compared("bytes") == 0);
  }

  TEST_CASE("a phase that is there, but whose energy is not known, is not called unmarked") {
    Experiment experiment = with_phase(repeated({10}), {4});
    experiment.commands[0].runs[0].account.phases[0].tree.value.reset();
    GateSettings gates = budget(5);
    gates.scope = {Scope::Kind::phase, "solve", ""};
    CHECK(first_gate(experiment, gates).reason == "not measured in every run");
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
    experiment.commands[0].runs[0].account.estimated = true;
    GateSettings gates = budget(1);
    CHECK(first_gate(experiment, gates).verdict == GateVerdict::fail);
    gates.on_unavailable = OnUnavailable::skip;
    CHECK(first_gate(experiment, gates).verdict == GateVerdict::skipped);
  }

  namespace {

  Baseline saved_runs(const std::vector<double>& saved) {
    Baseline baseline;
    baseline.origin.file = "old.json";
    baseline.series = series_of(repeated(saved).commands[0]);
    baseline.argv = {"./bench"};
    baseline.origin.by.sensor = "powercap";
    baseline.origin.by.quality = Quality::measured;
    baseline.origin.by.policy = "busy";
    baseline.origin.cpu_model = "Other CPU";
    return baseline;
  }

  Analysis compared(const Experiment& experiment, const Baseline& baseline) {
    GateSettings gates;
    gates.baseline = baseline.origin.file;
    return analyse(experiment, gates, baseline);
  }

  } // namespace

  TEST_CASE("a baseline is compared with, and its host") {
    Baseline baseline = saved_runs({10, 10.1, 9.9, 10, 10});
    const Analysis analysis = compared(repeated({12, 12.1, 11.9}), baseline);
    REQUIRE(analysis.comparisons.size() == metrics_of_runs.size());
    CHECK(analysis.baseline == "old.json");
    CHECK(*analysis.comparisons[0].result->ratio == doctest::Approx(1.2).epsilon(0.001));
    REQUIRE(analysis.gates.size() == 1);
    CHECK(analysis.gates[0].verdict == GateVerdict::fail);
    CHECK(*analysis.gates[0].value == doctest::Approx(20).epsilon(0.01));
    CHECK(count_of(analysis, WarningCode::baseline_other_host) == 1);
    CHECK(count_of(analysis, WarningCode::baseline_other_command) == 0);

    baseline.series.runs[1][Metric::energy_tree].reset();
    const Analysis lacking = compared(repeated({12, 12.1, 11.9}), baseline);
    CHECK_FALSE(lacking.comparisons[0].result.has_value());
    CHECK(lacking.comparisons[1].result.has_value()); // the host's
    CHECK(lacking.gates[0].verdict == GateVerdict::inconclusive);
    CHECK_FALSE(lacking.gates[0].measured);

    Experiment unknown = repeated({10});
    unknown.commands[0].runs[0].account.tree.value.reset();
    CHECK(compared(unknown, baseline).gates[0].verdict == GateVerdict::inconclusive);
  }

  TEST_CASE("one new run beside five saved ones is judged, thirty beside four are not") {
    CHECK(compared(repeated({12}), saved_runs({10, 10.1, 9.9, 10, 10})).gates[0].verdict ==
          GateVerdict::fail);
    const GateResult few =
        compared(repeated(std::vector<double>(30, 12)), saved_runs({10, 10.1, 9.9, 10})).gates[0];
    CHECK(few.verdict == GateVerdict::inconclusive);
    CHECK(few.measured); // so that the command's status stays
    CHECK(few.reason.find("4 saved runs") != std::string::npos);
  }

  TEST_CASE("a baseline of 0 J is a number") {
    Baseline baseline = saved_runs({1, 1, 1, 1, 1});
    for (MetricValues& run : baseline.series.runs) {
      run[Metric::energy_tree] = 0;
      run.half_widths = {};
    }
    Experiment nothing = repeated({1, 1});
    for (Run& run : nothing.commands[0].runs) run.account.tree.value = Joules{0};
    const Analysis none = compared(nothing, baseline);
    REQUIRE(none.comparisons[0].result.has_value());
    CHECK(none.gates[0].verdict == GateVerdict::pass);
    const Analysis some = compared(repeated({1, 1.1}), baseline);
    CHECK(some.gates[0].verdict == GateVerdict::fail);
    CHECK_FALSE(some.gates[0].value.has_value());
  }

  TEST_CASE("a baseline of another command is said, wherever the same program lies") {
    const auto warned = [](const std::vector<std::string>& saved, const std::string& saved_name,
                           const std::string& name) {
      Baseline baseline = saved_runs({10, 10.1, 9.9, 10, 10});
      baseline.argv = saved;
      baseline.series.name = saved_name;
      Experiment experiment = repeated({10});
      experiment.commands[0].argv = {"./new/bench", "--all"};
      experiment.commands[0].name = name;
      return count_of(compared(experiment, baseline), WarningCode::baseline_other_command);
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
    experiment.commands[0].runs[0].account.tree_uncertainty = Joules{3};
    CHECK(first_gate(experiment, budget(12)).verdict == GateVerdict::inconclusive);
    CHECK(first_gate(experiment, budget(14)).verdict == GateVerdict::pass);
    CHECK(first_gate(experiment, budget(6)).verdict == GateVerdict::fail);
  }

  TEST_CASE("the +- of a mean is that of runs whose errors are independent") {
    Series series{"", std::vector<MetricValues>(4)};
    CHECK_FALSE(half_width_of_mean(series, Metric::energy_tree).has_value());
    for (MetricValues& run : series.runs) run.half_widths[0] = 3;
    CHECK(*half_width_of_mean(series, Metric::energy_tree) == doctest::Approx(1.5));
    series.runs[2].half_widths[0].reset();
    CHECK_FALSE(half_width_of_mean(series, Metric::energy_tree).has_value());
  }

  TEST_CASE("a limit inside the +- of one of two sides is not decided, however wide it is") {
    const auto verdict = [](double before, double of_before, double after, double of_after,
                            GateRule rule) {
      const auto runs = [](std::size_t count, double joules, double half_width) {
        Series series{"", std::vector<MetricValues>(count)};
        for (std::size_t i = 0; i < count; ++i) {
          series.runs[i][Metric::energy_tree] = joules * (1 + 1e-6 * static_cast<double>(i));
          series.runs[i].half_widths[0] = half_width * std::sqrt(static_cast<double>(count));
        }
        return series;
      };
      constexpr Metric energy[] = {Metric::energy_tree};
      const auto comparisons =
          compared_with_saved(runs(6, before, of_before), runs(6, after, of_after), 0, energy);
      const Gate gate{GateKind::regression, Metric::energy_tree, 5};
      return judged_regressions(gate, rule, comparisons, {false}).front().verdict;
    };
    for (const GateRule rule : {GateRule::point, GateRule::automatic}) {
      CHECK(verdict(30, 0.1, 60, 28, rule) == GateVerdict::fail);         // 32 J at least
      CHECK(verdict(30, 0.1, 60, 29, rule) == GateVerdict::inconclusive); // 31 J: 3 % more
      CHECK(verdict(30, 0.1, 60, 70, rule) == GateVerdict::inconclusive);
      CHECK(verdict(0.1, 20, 1000, 1, rule) == GateVerdict::fail);       // 0.1 J was 20.1 J at most
      CHECK(verdict(10, 20, 1, 0.1, rule) == GateVerdict::inconclusive); // or nothing at all
      CHECK(verdict(10, 5, 5, 0.1, rule) == GateVerdict::pass);
      CHECK(verdict(10, 6, 5, 0.1, rule) == GateVerdict::inconclusive); // 4 J became 5 J
    }
  }

  TEST_CASE("of several candidates each must be clearer than one alone") {
    const std::vector<double> reference{10, 10.2, 9.9, 10.1, 10.05, 9.95};
    std::vector<double> candidate;
    for (const double change : {0.03, 0.01, 0.05, 0.02, 0.06, 0.01})
      candidate.push_back(reference[candidate.size()] * std::exp(change));
    Experiment experiment = repeated(reference);
    experiment.plan.commands = 2;
    experiment.commands.push_back(repeated(candidate).commands[0]);
    const Analysis alone = analyse(experiment, {});
    CHECK(alone.comparisons[0].result->verdict == ComparisonVerdict::higher);
    CHECK(alone.comparisons[0].result->level == doctest::Approx(0.95));
    for (int more = 0; more < 5; ++more) {
      experiment.commands.push_back(repeated(reference).commands[0]);
      ++experiment.plan.commands;
    }
    const Analysis analysis = analyse(experiment, {});
    const Comparison& beside_others = *analysis.comparisons[0].result;
    CHECK(beside_others.level == doctest::Approx(1 - 0.05 / 6));
    CHECK(beside_others.verdict == ComparisonVerdict::no_difference_shown);
    CHECK(beside_others.interval->low < 1);
  }

  TEST_CASE("a warning of many runs is said once, with how many they are") {
    Experiment experiment = repeated({10, 10, 10});
    for (const int run : {0, 2})
      experiment.commands[0].runs[static_cast<std::size_t>(run)].account.warnings = {
          warnings::OthersRan{Seconds{run + 1}}, warnings::OthersRan{Seconds{9}}};
    const Analysis analysis = analyse(experiment, {});
    REQUIRE(count_of(analysis, WarningCode::busy_host) == 1);
    CHECK(analysis.warnings[0].in_runs == 2);
    CHECK(analysis.warnings[0].of_runs == 3);
    CHECK(std::get<warnings::OthersRan>(analysis.warnings[0].cause).cpu == Seconds{1});
  }

  TEST_CASE("drift, outliers and too few runs for a gate are said") {
    CHECK(count_of(analyse(repeated({10, 10.1, 10.2, 10.3, 10.4, 10.5}), {}), WarningCode::drift) ==
          1);
    CHECK(count_of(analyse(repeated({10, 10.1, 9.9, 10, 10.1, 9.9, 10, 10.1, 9.9, 15}), {}),
                   WarningCode::outliers) == 1);
    for (const GateSettings& gates : {GateSettings(), budget(12)}) {
      CHECK(count_of(analyse(repeated({10, 10}), gates), WarningCode::few_runs) == 1);
      CHECK(count_of(analyse(repeated({9, 10, 11, 9, 10, 11}), gates), WarningCode::few_runs) == 0);
      CHECK(count_of(analyse(repeated({10}), gates), WarningCode::few_runs) == 0);
    }
    const Analysis three = analyse(repeated({10, 11, 10}), {});
    const auto& few = std::get<warnings::FewRuns>(three.warnings.back().cause);
    CHECK(few.runs == 3);
    CHECK(few.what == warnings::FewRuns::What::runs);
    CHECK(few.half_width == doctest::Approx(2.484).epsilon(0.001)); // 4.303 / sqrt(3)
  }

  TEST_CASE("a drift is said for each command, with its direction and size") {
    Experiment experiment = repeated({10, 10.1, 10.2, 10.3, 10.4, 10.5});
    experiment.commands[0].name = "old";
    experiment.commands.push_back(repeated({10.5, 10.4, 10.3, 10.2, 10.1, 10}).commands[0]);
    experiment.commands[1].name = "new";
    experiment.plan.commands = 2;
    std::vector<std::pair<std::string, double>> drifts;
    for (const Warning& warning : analyse(experiment, {}).warnings)
      if (const auto* drift = std::get_if<warnings::Drift>(&warning.cause))
        drifts.emplace_back(warning.command, drift->change);
    REQUIRE(drifts.size() == 2);
    CHECK(drifts[0].first == "old");
    CHECK(drifts[0].second == doctest::Approx(0.05).epsilon(0.01));
    CHECK(drifts[1].first == "new");
    CHECK(drifts[1].second == doctest::Approx(-0.0476).epsilon(0.01));
  }

  TEST_CASE("where the ranks of the pairs say otherwise than their means, it is said") {
    const auto said = [](double last, double others = 0) {
      std::vector<double> candidate{10.1,  10.11, 10.12, 10.13, 10.14, 10.15,
                                    10.16, 10.17, 10.18, 10.19, 10.2,  last};
      Experiment experiment = repeated(std::vector<double>(12, 10));
      experiment.plan.commands = 2;
      for (std::size_t i = 0; i < candidate.size(); i += 2) candidate[i] -= others;
      experiment.commands.push_back(repeated(candidate).commands[0]);
      const Analysis analysis = analyse(experiment, {});
      const auto& result = *analysis.comparisons.at(0).result;
      // scipy.stats.wilcoxon, of 12 pairs of which the farthest alone goes the other way.
      if (last < 10) CHECK(*result.rank_p_value == doctest::Approx(0.0341796875));
      return std::any_of(analysis.warnings.begin(), analysis.warnings.end(), [](const auto& one) {
        return std::holds_alternative<warnings::RanksDisagree>(one.cause);
      });
    };
    CHECK(said(5));
    CHECK_FALSE(said(10.21));
    CHECK_FALSE(said(10.21, 0.3)); // neither sees a difference
  }

  TEST_CASE("a baseline of the same machine under another governor is said to be one") {
    const auto said = [](const std::string& governor) {
      Experiment experiment = repeated({10});
      experiment.host.governor = "performance";
      Baseline baseline;
      baseline.series = Series{"", std::vector<MetricValues>(6)};
      for (MetricValues& run : baseline.series.runs) run[Metric::energy_tree] = 10;
      baseline.origin.cpu_model = experiment.host.cpu_model;
      baseline.origin.kernel = experiment.host.kernel;
      baseline.origin.governor = governor;
      return count_of(analyse(experiment, {}, baseline), WarningCode::baseline_other_host);
    };
    CHECK(said("performance") == 0);
    CHECK(said("powersave") == 1);
  }

  TEST_CASE("five runs are few, and six are not") {
    CHECK(count_of(analyse(repeated({9, 10, 11, 9, 10}), {}), WarningCode::few_runs) == 1);
    CHECK(count_of(analyse(repeated({9, 10, 11, 9, 10, 11}), {}), WarningCode::few_runs) == 0);
  }

  TEST_CASE("a saved report whose energies are lower bounds decides no regression") {
    for (const std::size_t side : {0U, 1U}) {
      const auto saved = [](const std::vector<double>& energies) {
        Baseline baseline;
        baseline.origin.file = "saved.json";
        baseline.series = series_of(repeated(energies).commands[0]);
        return baseline;
      };
      Baseline sides[2]{saved({10, 10.1, 9.9, 10, 10}), saved({20, 20.1, 19.9, 20, 20})};
      GateSettings gates;
      gates.max_regression = 5;
      const Analysis sure = analyse_saved(sides[0], sides[1], gates);
      CHECK(sure.gates.at(0).verdict == GateVerdict::fail);
      CHECK(sure.baseline == "saved.json");
      CHECK(sure.comparisons.at(0).result->verdict == ComparisonVerdict::higher);
      CHECK_FALSE(sure.comparisons.at(0).at_least);
      sides[side].series.runs[1].at_least = true;
      const Analysis open = analyse_saved(sides[0], sides[1], gates);
      CHECK(open.gates.at(0).verdict == GateVerdict::inconclusive);
      for (const MetricComparison& comparison : open.comparisons) {
        const bool of_tree =
            comparison.metric == Metric::energy_tree || comparison.metric == Metric::power_tree;
        CHECK(comparison.at_least == of_tree);
        if (of_tree) CHECK(comparison.result->verdict == ComparisonVerdict::no_difference_shown);
      }
    }
  }

  TEST_CASE("runs that resemble the one before are said to, but not those of interleaved pairs") {
    const std::vector<double> wandering{10,   10.1, 10.3, 10.2, 10.4, 10.5,
                                        10.4, 10.3, 10.1, 10.0, 9.9,  9.8};
    const Analysis analysis = analyse(repeated(wandering), {});
    REQUIRE(count_of(analysis, WarningCode::autocorrelated) == 1);
    CHECK(count_of(analyse(repeated({10, 10.4, 9.8, 10.3, 9.9, 10.2, 10, 10.1}), {}),
                   WarningCode::autocorrelated) == 0);
    Experiment pairs = repeated(wandering);
    pairs.plan.commands = 2;
    pairs.commands.push_back(pairs.commands[0]);
    CHECK(count_of(analyse(pairs, {}), WarningCode::autocorrelated) == 0);
    pairs.plan.order = Order::blocked;
    CHECK(count_of(analyse(pairs, {}), WarningCode::autocorrelated) == 2);
  }

  TEST_CASE("that one command ran on a hotter processor is said from 5 K on") {
    const auto warned = [](double a, double b) {
      Experiment experiment = repeated({10, 11, 10, 11, 10, 11});
      experiment.plan.commands = 2;
      experiment.commands.push_back(repeated({12, 13, 12, 13, 12, 13}).commands[0]);
      experiment.commands[0].name = "old";
      experiment.commands[1].name = "new";
      for (std::size_t c = 0; c < 2; ++c)
        for (Run& run : experiment.commands[c].runs)
          run.recording.conditions.temperature_start = run.recording.conditions.temperature_end =
              c == 0 ? a : b;
      for (const Warning& warning : analyse(experiment, {}).warnings)
        if (const auto* found = std::get_if<warnings::Hotter>(&warning.cause))
          return found->hotter + " over " + found->cooler;
      return std::string();
    };
    CHECK(warned(50, 54.9).empty());
    CHECK(warned(50, 56) == "new over old");
    CHECK(warned(60, 54) == "old over new");
  }
}
