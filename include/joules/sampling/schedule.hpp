// SPDX-License-Identifier: Apache-2.0
// When to sample next. Pure arithmetic on instants.
#pragma once

#include "joules/recording.hpp"

#include <cstddef>
#include <vector>

namespace joules {

/// Deadlines stand on a grid, so that lateness does not add up. The first five are 20 ms apart, so
/// that a command of a fraction of a second has several intervals; then they are `interval` apart.
/// A step grows where a sample costs more than a third of a percent of it, and never beyond the
/// longest one that a counter allows.
class Schedule {
public:
  /// REQUIRES: 0 < interval <= longest.
  Schedule(Instant start, Nanoseconds interval, Nanoseconds longest)
      : deadline_(start), interval_(interval), longest_(longest) {
    deadline_ += shortest_step();
  }

  [[nodiscard]] Instant deadline() const { return deadline_; }
  [[nodiscard]] Nanoseconds interval() const { return interval_; }

  /// A sample was taken, which ended at `now` and kept a CPU busy for `cost`. One that ended before
  /// the deadline stands beside the grid and leaves it as it is.
  void sampled(Instant now, Nanoseconds cost);
  /// Twice the interval, for long runs. False, and no change, where a counter does not allow it.
  bool slow_down();

private:
  [[nodiscard]] Nanoseconds shortest_step() const;

  Instant deadline_;
  Nanoseconds interval_;
  Nanoseconds longest_;
  int short_steps_ = 5; // that are still to come
};

/// The longest interval that `domains` allow: half the time in which the fastest counter wraps at
/// largest_zone_power, at most a minute, at least 10 ms; a quarter of a second where a power is
/// read.
Nanoseconds longest_interval(const std::vector<Domain>& domains);

/// Keeps the first, the last and every other sample between: half the memory, the same totals.
/// Returns the others, for their memory.
std::vector<Sample> thin_out(std::vector<Sample>& samples);

} // namespace joules
