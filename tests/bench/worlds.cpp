// SPDX-License-Identifier: Apache-2.0
// How far attribution is from what perfect clocks would give, and whether +- covers that: machines
// that are simulated, each known at every instant. Prints one line of figures a workload.
#include "joules/attribution/attribute.hpp"
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

} // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  const int runs = argc > 2 ? std::atoi(argv[2]) : 200;
  if (what == "coverage")
    for (const Workload& workload : workloads()) cover(workload, runs);
  else if (what == "bias")
    for (const Movement& movement : movements()) lean(movement, runs);
  else
    return 2;
}
