// SPDX-License-Identifier: Apache-2.0
// Attribution against machines that are known at every instant. The same in full: bench/worlds.py.
#include "attribution/attribute.hpp"
#include "support/simulated_workloads.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

TEST_SUITE("attribution") {

  using namespace joules;
  using namespace joules::test;

  namespace {

  double tree_of(const Recording& recording) {
    return attribute(recording, {}).tree.value->value;
  }

  unsigned covered_of(const Workload& workload, unsigned runs) {
    unsigned covered = 0;
    for (unsigned seed = 1; seed <= runs; ++seed) {
      SimulatedWorld world = workload.make(seed);
      const EnergyAccount account = attribute(world.seen(), {});
      const double error = account.tree.value->value - tree_of(world.perfect());
      covered += std::abs(error) <= account.tree_uncertainty->value;
    }
    return covered;
  }

  } // namespace

  TEST_CASE("+- covers what perfect clocks would have given, whatever runs") {
    constexpr unsigned runs = 40;
    for (const Workload& workload : workloads()) {
      CAPTURE(workload.name);
      // 95 % is the goal; of 40 runs this is two sigma below 92
      CHECK(covered_of(workload, runs) >= runs * 8 / 10);
    }
  }

  TEST_CASE("+- covers runs that are too short to tell how long the others' turns are") {
    for (const Workload& workload : workloads())
      if (workload.name == std::string("200 ms, beside turns of 20 ms"))
        CHECK(covered_of(workload, 1000) >= 920);
  }

  TEST_CASE("power that moves with the tree is the tree's within 5 %, in periods from 50 ms on") {
    int tried = 0;
    for (const Movement& movement : movements()) {
      if (!movement.steady || movement.period < 0.05) continue;
      CAPTURE(movement.name);
      ++tried;
      double seen = 0, truth = 0;
      for (unsigned seed = 1; seed <= 3; ++seed) {
        SimulatedWorld world = movement.make(seed);
        seen += tree_of(world.seen());
        truth += tree_of(world.perfect(60));
      }
      CHECK(std::abs(seen / truth - 1) < 0.05);
    }
    CHECK(tried == 24);
  }

  TEST_CASE("on a quiet host bursts have the definition's energy, by ticks alone") {
    for (const double burst_seconds : {0.005, 0.05}) {
      CAPTURE(burst_seconds);
      std::vector<double> errors;
      for (unsigned seed = 1; seed <= 200; ++seed) {
        SimulatedWorld world(2, 3, {}, seed);
        world.add_background(20);
        burst(world, 0, burst_seconds, 0.1, true);
        errors.push_back(std::abs(tree_of(world.seen()) / tree_of(world.perfect()) - 1));
      }
      std::sort(errors.begin(), errors.end());
      // A tick is 7 % of what bursts of 5 ms use in 3 s: the others' time cannot be known better.
      CHECK(errors[100] < 0.01);
      CHECK(errors[185] < 0.02);
      CHECK(errors[199] < 0.04); // no outlier
    }
  }

  TEST_CASE("bursts that are shorter than the intervals have tree / busy of each interval") {
    for (const double period : {0.004, 0.01}) {
      CAPTURE(period);
      double seen = 0, defined = 0;
      for (unsigned seed = 1; seed <= 5; ++seed) {
        SimulatedWorld world(2, 3, {}, seed);
        burst(world, 0, period / 2, period, true);
        world.run(1, 0, 9, false);
        seen += tree_of(world.seen());
        const Recording perfect = world.perfect();
        for (std::size_t i = 1; i < perfect.samples.size(); ++i) {
          const Sample &from = perfect.samples[i - 1], &to = perfect.samples[i];
          const Seconds length = to.at - from.at, tree = to.tree_cpu - from.tree_cpu;
          defined += 10 * length.count() * (tree / (tree + length));
        }
      }
      CHECK(std::abs(seen / defined - 1) < 0.01);
    }
  }

} // TEST_SUITE
