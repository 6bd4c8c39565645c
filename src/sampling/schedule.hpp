// SPDX-License-Identifier: Apache-2.0
// When to sample next, and how thoroughly. Pure arithmetic on instants.
#pragma once

#include "joules/recording.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace joules {

/// light: counters and clocks that one read each tells. full: all, with a walk of the tree, which
/// costs several times as much.
enum class Depth { light, full };

/// Deadlines stand on a grid, so that lateness does not add up, each moved by another part of a
/// clock tick, so that no clock is always read at the same point between two of its ticks.
///
/// Where no interval is chosen it is as short as sampling may cost, from 10 ms to 100 ms, and
/// longer only where a walk alone costs more. 0.3 % of one CPU may be spent, at most two thirds of
/// it on full samples, which come 100 ms apart at best, and what they leave on light ones; up to a
/// third of a percent on the walks of large trees, so that they come each 1.5 s. Where there is
/// nothing light to sample every sample is full. A chosen interval is kept where light samples can
/// be taken; full ones may cost no more than else.
class Schedule {
public:
  struct Limits {
    std::optional<Nanoseconds> chosen; // the interval that was asked for
    Nanoseconds longest;               // that a counter allows
    bool light = false;                // is there anything to sample between two full ones?
  };

  /// REQUIRES: 0 < chosen, longest.
  Schedule(Instant start, const Limits& limits);

  [[nodiscard]] Instant deadline() const { return deadline_; }
  /// How thorough the sample at the deadline is to be.
  [[nodiscard]] Depth depth() const;
  /// The shortest step between deadlines now, whatever samples cost.
  [[nodiscard]] Nanoseconds interval() const { return shortest_; }

  /// A sample was taken, which ended at `now` and kept a CPU busy for `cost`. One that ended before
  /// the deadline stands beside the grid and leaves it as it is.
  void sampled(Instant now, Nanoseconds cost, Depth depth);
  /// Twice the interval, for long runs. False, and no change, where a counter does not allow it.
  bool slow_down();

private:
  [[nodiscard]] Nanoseconds step() const;
  [[nodiscard]] Nanoseconds full_step() const;
  void jitter();

  Limits limits_;
  Nanoseconds shortest_;
  Instant grid_;
  Instant deadline_;
  Instant full_due_;
  Nanoseconds light_cost_{0}, full_cost_{0}; // of the last one of each
  int jitters_ = 0;
};

/// The longest interval that `counters` allow: half the time in which the fastest counter wraps at
/// largest_zone_power, at most a minute, at least 10 ms; a quarter of a second where a power is
/// read.
Nanoseconds longest_interval(const std::vector<CounterReadings>& counters);

/// May samples be further apart than `counters` are read? Powers were added up when they were read,
/// and so may; counters that wrap may not.
bool allow_thinning(const std::vector<CounterReadings>& counters);

} // namespace joules
