// SPDX-License-Identifier: Apache-2.0
// How far attribution is from what perfect clocks would give, and whether +- covers that: machines
// that are simulated, each known at every instant. Prints one line of figures a workload.
#include "attribution/attribute.hpp"
#include "support/simulated_workloads.hpp"

#include <cstdio>
#include <cstdlib>

using namespace joules;
using namespace joules::test;

namespace {

double tree_of(const Recording& recording) {
  return attribute(recording, {}).tree.value.value_or(Joules{0}).value;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void cover(const Workload& workload, int runs) {
  std::vector<double> ratios, errors, widths;
  int covered = 0;
  for (int run = 0; run < runs; ++run) {
    SimulatedWorld world = workload.make(static_cast<unsigned>(run) + 1);
    const EnergyAccount account = attribute(world.seen(), {});
    const double truth = tree_of(world.perfect());
    const double error = std::abs(account.tree.value->value - truth);
    const double width = account.tree_uncertainty->value;
    covered += error <= width;
    ratios.push_back(width / std::max(error, 1e-9));
    errors.push_back(error / std::max(truth, 1e-9));
    widths.push_back(width / std::max(truth, 1e-9));
  }
  std::printf("%s|%d|%.3f|%.3f|%.1f\n", workload.name, covered * 200 / runs, 100 * median(errors),
              100 * median(widths), median(ratios));
}

void lean(const Movement& movement, int runs) {
  std::vector<double> seen, at_samples;
  for (int run = 0; run < runs; ++run) {
    SimulatedWorld world = movement.make(static_cast<unsigned>(run) + 1);
    const double truth = tree_of(world.perfect(60));
    seen.push_back(tree_of(world.seen()) / truth - 1);
    at_samples.push_back(tree_of(world.perfect()) / truth - 1);
  }
  std::printf("%s|%.2f|%.2f\n", movement.name.c_str(), 100 * median(seen),
              100 * median(at_samples));
}

/// A machine with two trees, of which `first` or the other one is looked at. What each of them and
/// the others do is drawn anew for each seed, and the same for both.
SimulatedWorld two_trees(unsigned seed, bool first) {
  SimulatedWorld draw(1, 1, {}, seed);
  const int cpus = draw.dice(0, 1) < 0.5 ? 2 : 4;
  const double seconds = draw.dice(0.3, 3);
  SimulatedWorld world(cpus, seconds, {10, draw.dice(0, 20), 0}, seed);
  world.add_background(20);
  for (const int tree : {0, 1}) {
    const bool is_seen = (tree == 0) == first;
    const double kind = draw.dice(0, 1), on = draw.dice(0.002, 0.1), off = draw.dice(0.002, 0.2);
    if (kind < 0.25)
      world.run(tree, draw.dice(0, 0.1), seconds, is_seen);
    else if (kind < 0.6)
      take_turns(world, tree, on, off, is_seen);
    else
      burst(world, tree, on, on + off, is_seen);
  }
  if (draw.dice(0, 1) < 0.5) take_turns(world, cpus - 1, 0.02, 0.05, false);
  return world;
}

/// Two trees that were measured at once: how often they sum to more than the host, and how far.
void sum_up(int worlds) {
  int more = 0, beyond_2_percent = 0, beyond_error = 0;
  double worst = 0;
  for (int seed = 1; seed <= worlds; ++seed) {
    double trees = 0, error = 0, host = 0;
    for (const bool first : {true, false}) {
      const EnergyAccount account =
          attribute(two_trees(static_cast<unsigned>(seed), first).seen(), {});
      trees += account.tree.value->value;
      error += account.tree_uncertainty->value;
      host = std::max(host, account.host.value->value);
    }
    const double excess = trees / host - 1;
    more += excess > 1e-9;
    beyond_2_percent += excess > 0.02;
    beyond_error += trees - error > host;
    worst = std::max(worst, excess);
  }
  std::printf("%.1f|%.1f|%.1f|%.1f\n", 100.0 * more / worlds, 100.0 * beyond_2_percent / worlds,
              100.0 * beyond_error / worlds, 100 * worst);
}

} // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  const int runs = argc > 2 ? std::atoi(argv[2]) : 200;
  if (what == "sums")
    sum_up(runs);
  else if (what == "coverage")
    for (const Workload& workload : workloads()) cover(workload, runs);
  else if (what == "bias")
    for (const Movement& movement : movements()) lean(movement, runs);
  else
    return 2;
}
