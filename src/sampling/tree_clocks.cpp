// SPDX-License-Identifier: Apache-2.0
#include "sampling/tree_clocks.hpp"

#include "joules/accounting.hpp"
#include "joules/launch.hpp"
#include "joules/result.hpp"

#include <set>

namespace joules {

namespace {

/// Empty where no more than one package has a counter of its own.
Topology topology_for(const HostRoot& host, const OpenSource& source) {
  std::set<int> measured;
  for (const auto& counter : source.counters)
    if (const auto package = counter->identity().package) measured.insert(*package);
  if (measured.size() < 2) return {};
  Topology topology = topology_of(host);
  return topology.packages.size() < 2 ? Topology() : topology;
}

} // namespace

ProcfsTree::Start start_of_walk(const HostRoot& host, const OpenSource& source) {
  ProcfsTree::Start start = tree_start(host.proc(""));
  start.topology = topology_for(host, source);
  return start;
}

std::set<pid_t> preexisting_children_of(const ProcfsTree::Start& start) {
  return start.process_clocks && have_children() ? descendants_of(start) : std::set<pid_t>();
}

TreeClocks open_tree_clocks(CpuClockChoice choice, const ProcfsTree::Start& start,
                            ReapedTotals& reaped) {
  std::vector<std::unique_ptr<TreeClock>> clocks;
  auto walk = std::make_unique<ProcfsTree>(start, reaped);
  ProcfsTree* const procfs = walk.get();

  // The quickest first: it is closest to the instant of the energy.
  std::string refusal;
  if (choice != CpuClockChoice::procfs) {
    auto perf = PerfClock::open();
    if (perf)
      clocks.push_back(std::move(*perf));
    else if (choice == CpuClockChoice::perf)
      throw Failure("--cpu-clock perf: " + perf.error().message());
    else
      refusal = perf.error().message();
  }
  CommandGroup* group = nullptr;
  if (choice == CpuClockChoice::cgroup) {
    clocks.push_back(CommandGroup::make());
    group = static_cast<CommandGroup*>(clocks.back().get());
  }
  clocks.push_back(std::move(walk));
  clocks.push_back(std::make_unique<ReapedClock>(reaped));
  return {LargestClock(std::move(clocks)), procfs, group, std::move(refusal)};
}

} // namespace joules
