// SPDX-License-Identifier: Apache-2.0
// The user's settings for the tree's CPU time.
#pragma once

#include "joules/choices.hpp"

namespace joules {

/// automatic: perf where the kernel allows it. perf: a failure where it does not. procfs: no perf.
/// cgroup: as automatic, and a control group of the command's own; a failure where none can be
/// made. Whatever is chosen, the clocks that cost nothing are read as well, and the largest wins.
enum class CpuClockChoice { automatic, procfs, perf, cgroup };

template <>
struct Choices<CpuClockChoice> {
  static constexpr Choice<CpuClockChoice> all[] = {{"auto", CpuClockChoice::automatic},
                                                   {"procfs", CpuClockChoice::procfs},
                                                   {"perf", CpuClockChoice::perf},
                                                   {"cgroup", CpuClockChoice::cgroup}};
};

} // namespace joules
