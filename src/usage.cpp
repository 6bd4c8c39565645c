// SPDX-License-Identifier: Apache-2.0
#include "joules/usage.hpp"

#include <numeric>

namespace joules {

Nanoseconds total(const CpuSeries& series) {
  return std::accumulate(series.spent.begin(), series.spent.end(), Nanoseconds{0});
}

std::uint64_t processes_in(const Ledger& ledger) {
  std::uint64_t processes = 0;
  for (const ProgramUse& program : ledger.programs) processes += program.processes;
  return processes;
}

} // namespace joules
