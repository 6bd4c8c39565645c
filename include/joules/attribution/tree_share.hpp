// SPDX-License-Identifier: Apache-2.0
// How the CPU time of each interval divides into the tree's and everybody else's.
#pragma once

#include "joules/recording.hpp"

#include <vector>

namespace joules {

/// 0 <= tree <= busy <= capacity.
struct CpuInterval {
  Seconds length{0};
  Seconds tree{0};
  Seconds busy{0};     // CPUs busy, the tree's included
  Seconds capacity{0}; // online CPUs x length
};

struct CpuHistory {
  std::vector<CpuInterval> intervals;
  Seconds tree{0};
  Seconds busy{0};
  Seconds unplaced{0}; // tree time that did not fit into the time the host was busy
};

/// CPU time that there was between two reads.
Seconds capacity_between(const HostTime& before, const HostTime& after);

/// Two ways to tell from /proc/stat how long the host's CPUs were busy, both of which can miss
/// time: CPUs x dt - idle - iowait - steal, which is exact to the microsecond on most kernels, and
/// user + nice + system + irq + softirq, which is sampled by ticks.
enum class BusyTime { not_idle, worked };

/// The larger of both over a whole run. Not in each interval anew: the larger of two numbers that
/// jump by a tick is too large most of the time.
BusyTime larger_over(const HostTime& first, const HostTime& last);

/// CPU time that the host was busy between two reads.
Seconds busy_between(const HostTime& before, const HostTime& after, BusyTime way);

/// REQUIRES: every sample has `host`. `tree_total` is the closing figure: what it has more than the
/// samples saw is spread over them in proportion. Tree time that an interval cannot hold (the
/// kernel shows it late) goes to the next one that can, and at the end to earlier ones. Intervals
/// shorter than 100 ms share the busy time of a window of neighbours that is as long, or of the
/// whole run, by their lengths: the sums stay the same.
CpuHistory divide_cpu_time(const std::vector<Sample>& samples, Nanoseconds tree_total);

} // namespace joules
