// SPDX-License-Identifier: Apache-2.0
// How the CPU time of each interval divides into the tree's and everybody else's.
#pragma once

#include "joules/recording.hpp"

#include <vector>

namespace joules {

/// 0 <= tree <= busy <= capacity. Whole nanoseconds, so that no rounding rest ever looks like time
/// in which somebody ran.
struct CpuInterval {
  Nanoseconds length{0};
  Nanoseconds tree{0};
  Nanoseconds busy{0};             // CPUs busy, the tree's included
  Nanoseconds capacity{0};         // online CPUs x length
  Nanoseconds between_readings{0}; // of the host's time, between which it lies
};

/// How long a CPU that others use stays busy, or idle: the time over which what it does is alike.
/// With it, a variance of their use of CPUs between readings can be carried to other lengths of
/// time. From the least to the most that the readings allow, at 95 %.
struct Turns {
  Seconds least{0}, likely{0}, most{0};
};

struct CpuHistory {
  std::vector<CpuInterval> intervals;
  Nanoseconds tree{0};
  Nanoseconds busy{0};
  Nanoseconds unplaced{0}; // tree time that the host has no capacity for
  Nanoseconds quantum{0};  // the others' time is known to this, at each sample that reads it
  Turns turns;             // of the others
};

/// CPU time that there was between two reads; never negative.
Nanoseconds capacity_between(const HostTime& before, const HostTime& after);

/// Two ways to tell from /proc/stat how long the host's CPUs were busy, both of which can miss
/// time: CPUs x dt - idle - iowait - steal, which is exact to the microsecond on most kernels, and
/// user + nice + system + irq + softirq, which is sampled by ticks.
enum class BusyTime { not_idle, worked };

/// The clock that tells more over a whole run is used, not the larger one of each interval, since
/// the larger of two numbers that jump by a tick is too large most of the time. Work that was
/// sampled by ticks must be more by what sampling cannot bring about: four times the root of
/// capacity x tick, which is more than four standard deviations of a sum of ticks.
BusyTime larger_over(const HostTime& first, const HostTime& last, Nanoseconds tick);

/// CPU time that the host was busy between two reads, at most what there was.
Nanoseconds busy_between(const HostTime& before, const HostTime& after, BusyTime way);

/// The tree's own clocks are fine; /proc/stat is cut off to ticks. So what the ticks must tell is
/// the time of the others alone: busy = tree + others. The others' time since the start of the run
/// is known to one tick at every sample that reads it; between these walls it takes the straightest
/// way, which follows others that come and go, and does not follow the jumps of ticks. What an
/// interval cannot hold besides the tree goes to others between the same readings, so that where no
/// CPU idled all are busy in each; only what these cannot hold goes further.
///
/// `tree_total` is the closing figure: what it has more than the samples saw is spread over them in
/// proportion. Tree time that was shown late (more than the host was busy, or than an interval
/// holds) goes to the intervals before, where the host was busy with what nobody else can have
/// been.
///
/// `tick`: what the times of `host` are cut off to; 0: they are exact.
///
/// REQUIRES: the first and the last sample have `host`. Between samples that have, the others' time
/// is even.
CpuHistory divide_cpu_time(const std::vector<Sample>& samples, Nanoseconds tree_total,
                           Nanoseconds tick);

} // namespace joules
