// SPDX-License-Identifier: Apache-2.0
#include "sampling/tree_clocks.hpp"

#include "joules/accounting.hpp"
#include "joules/result.hpp"

namespace joules {

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
  clocks.push_back(std::move(walk));
  clocks.push_back(std::make_unique<ReapedClock>(reaped));
  return {LargestClock(std::move(clocks)), procfs, std::move(refusal)};
}

} // namespace joules
