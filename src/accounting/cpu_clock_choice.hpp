// SPDX-License-Identifier: Apache-2.0
// What --cpu-clock says.
#pragma once

namespace joules {

/// automatic: perf where the kernel allows it. perf: a failure where it does not. procfs: no perf.
/// Whatever is chosen, the clocks that cost nothing are read as well, and the largest wins.
enum class CpuClockChoice { automatic, procfs, perf };

} // namespace joules
