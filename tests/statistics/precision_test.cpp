// SPDX-License-Identifier: Apache-2.0
#include "statistics/precision.hpp"

#include "statistics/analysis.hpp"
#include "support/experiments.hpp"
#include "support/simulated_runs.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

TEST_SUITE("statistics") {

  using namespace joules;
  using namespace joules::test;

  namespace {

  Experiment begun(std::size_t commands, double precision, int most = 100) {
    Experiment experiment;
    experiment.plan.commands = commands;
    experiment.plan.runs = most;
    experiment.plan.precision = precision;
    experiment.commands.resize(commands, {"", {"./bench"}, {}, {}});
    return experiment;
  }

  void add_run(CommandRuns& command, double joules) {
    Run run;
    run.account.tree.value = Joules{joules};
    run.account.host.value = Joules{100};
    run.account.wall = Seconds{1};
    command.runs.push_back(std::move(run));
  }

  Experiment with_runs(const std::vector<double>& joules, double precision) {
    Experiment experiment = begun(1, precision);
    for (const double energy : joules) add_run(experiment.commands[0], energy);
    return experiment;
  }

  /// One that ended as --precision ends it: of commands that use 1 J in the mean.
  Experiment ended(Noise noise, std::size_t commands, double precision, std::uint64_t seed) {
    Experiment experiment = begun(commands, precision);
    SimulatedRuns simulated(noise, seed);
    for (int round = 0; round < experiment.plan.runs; ++round) {
      for (CommandRuns& command : experiment.commands) add_run(command, simulated.next());
      if (is_precise_enough(experiment, Scope())) break;
    }
    return experiment;
  }

  /// Percent of intervals that hold the truth, which is 1.
  double coverage(Noise noise, std::size_t commands, double precision) {
    constexpr int repetitions = 1000;
    int covered = 0;
    for (std::uint64_t seed = 1; seed <= repetitions; ++seed) {
      const Analysis analysis = analyse(ended(noise, commands, precision, seed * 97), {});
      const auto interval = commands == 1 ? analysis.summaries[0][0]->interval
                                          : analysis.comparisons[0].result->interval;
      covered += interval->low <= 1 && 1 <= interval->high;
    }
    return 100.0 * covered / repetitions;
  }

  } // namespace

  TEST_CASE("intervals of runs that ended by their width hold the truth as often as others") {
    for (const Noise noise : {Noise::normal, Noise::log_normal, Noise::t3}) {
      CAPTURE(name_of(noise));
      CHECK(coverage(noise, 1, 0.01) >= 94);
      CHECK(coverage(noise, 1, 0.02) >= 94);
      CHECK(coverage(noise, 2, 0.03) >= 94);
    }
  }

  TEST_CASE("the width is half of the interval beside the mean, widened for having decided") {
    // t(0.975, 5) = 2.5706; deviation of 9 and 11 by turns: sqrt(6 / 5); 1.1 for the stopping
    const Experiment experiment = with_runs({9, 11, 9, 11, 9, 11}, 0.13);
    const auto precision = precision_of(experiment, Scope());
    CHECK(*precision->reached ==
          doctest::Approx(2.5706 * 1.1 * std::sqrt(6.0 / 5) / std::sqrt(6.0) / 10).epsilon(1e-4));
    CHECK(precision->wanted == 0.13);
    CHECK(precision->is_enough());
    CHECK(is_precise_enough(experiment, Scope()));
    CHECK_FALSE(is_precise_enough(with_runs({9, 11, 9, 11, 9, 11}, 0.12), Scope()));
    // The host's energy, 100 J each time, is another question.
    CHECK(*precision_of(experiment, Scope{.kind = Scope::Kind::host})->reached == 0);
    CHECK(analyse(experiment, {}).precision->metric == Metric::energy_tree);
    GateSettings of_host;
    of_host.scope = Scope{.kind = Scope::Kind::host};
    CHECK(analyse(experiment, of_host).precision->metric == Metric::energy_host);
  }

  TEST_CASE("five runs are never enough, six may be") {
    CHECK_FALSE(is_precise_enough(with_runs({10, 10, 10, 10, 10}, 0.5), Scope()));
    CHECK(is_precise_enough(with_runs({10, 10, 10, 10, 10, 10}, 0.5), Scope()));
  }

  TEST_CASE("without --precision no number of runs is enough, and nothing is said of it") {
    Experiment experiment = with_runs({10, 10, 10, 10, 10, 10}, 0.5);
    experiment.plan.precision.reset();
    CHECK_FALSE(is_precise_enough(experiment, Scope()));
    CHECK_FALSE(precision_of(experiment, Scope()).has_value());
    CHECK_FALSE(analyse(experiment, {}).precision.has_value());
  }

  TEST_CASE("where the energy is not known in every run, or is nothing, the width is not known") {
    Experiment experiment = with_runs({10, 10, 10, 10, 10, 10, 10}, 0.5);
    experiment.commands[0].runs[3].account.tree.value.reset();
    CHECK_FALSE(precision_of(experiment, Scope())->reached.has_value());
    CHECK_FALSE(is_precise_enough(experiment, Scope()));
    CHECK_FALSE(is_precise_enough(with_runs({0, 0, 0, 0, 0, 0}, 0.5), Scope()));
  }

  TEST_CASE("of several commands the ratio decides, after whole rounds, and the widest of them") {
    Experiment experiment = begun(2, 0.05);
    for (const double drift : {1.0, 2.0, 3.0, 4.0, 5.0, 6.0}) {
      add_run(experiment.commands[0], drift);
      add_run(experiment.commands[1], 2 * drift);
    }
    // Each command drifts far; the ratio is 2 in every pair.
    CHECK(*precision_of(experiment, Scope())->reached == doctest::Approx(0));
    CHECK(is_precise_enough(experiment, Scope()));
    add_run(experiment.commands[0], 7);
    CHECK_FALSE(is_precise_enough(experiment, Scope()));
    experiment.commands[0].runs.pop_back();
    experiment.commands.push_back({"", {"./third"}, {}, {}});
    for (const double energy : {1.0, 4.0, 2.0, 9.0, 3.0, 10.0})
      add_run(experiment.commands[2], energy);
    CHECK(*precision_of(experiment, Scope())->reached > 0.3);
    CHECK_FALSE(is_precise_enough(experiment, Scope()));
  }

  TEST_CASE("saved runs that ended by their width are compared as such") {
    const std::vector<double> before{10, 11, 10, 11, 10, 11}, after{12, 13, 12, 13, 12, 13};
    const double planned = compare_unpaired(before, after)->change->error;
    const auto wider = [&](Stopping reference, Stopping candidate) {
      return compare_unpaired(before, after, reference, candidate)->change->error / planned;
    };
    CHECK(wider(Stopping::by_width, Stopping::by_width) == doctest::Approx(1.1));
    CHECK(wider(Stopping::by_width, Stopping::planned) > 1.04);
    CHECK(wider(Stopping::planned, Stopping::by_width) > 1.03);
    CHECK(wider(Stopping::planned, Stopping::by_width) <
          wider(Stopping::by_width, Stopping::planned)); // the reference scatters more, of its mean
  }
}
