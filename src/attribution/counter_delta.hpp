// SPDX-License-Identifier: Apache-2.0
// From what a counter showed to the joules of each interval: wraps, restarts, misreads and gaps.
#pragma once

#include "joules/recording.hpp"

#include <optional>
#include <vector>

namespace joules {

/// One counter over a whole run.
struct CounterHistory {
  Counter counter;
  std::vector<Joules> intervals; // one fewer than samples; 0 where `known` is false
  std::vector<bool> known;       // was this interval's energy read?
  Joules total{0};
  int wraps = 0;
  int moves = 0;                 // how often it was seen to have changed
  int impossible = 0;            // how often it showed what it cannot have counted
  bool beyond_its_power = false; // over the whole run it counted more than it can have
  bool restarted = false;        // began anew: what it had counted before is lost
  bool wrapped_unseen = false;   // not read for longer than it may take to wrap
  /// Of a processor package: since the start, when it moved last, and then far too long no more. No
  /// package that works draws nothing: what it used from then on is not known.
  std::optional<Seconds> stopped_after = std::nullopt;
  Seconds longest_standstill{0}; // seen to stand still: how coarse the counter's clock is
  Joules first_step{0};          // from one reading to the next, when it moved first
  Joules largest_step{0};

  /// True when part of the run is missing: the truth is not below `total`.
  [[nodiscard]] bool is_partial() const;
  /// It showed what it cannot more than once, or all the time: nothing that it shows is believed.
  [[nodiscard]] bool is_distrusted() const { return impossible > 1 || beyond_its_power; }
  /// False when there is nothing to report: not one interval was read, the counter never moved, or
  /// moved once and then stopped, when nothing tells how often it moves; or it is distrusted.
  [[nodiscard]] bool is_measured() const;
};

/// A counter over all samples. A reading that failed costs nothing when the next
/// one succeeds: the joules between are spread evenly over the gap. A single reading that no
/// machine could have reached is taken for a misread; if the next agrees with it, the counter has
/// jumped, and the interval of the jump is unknown. Each misread and each jump upwards counts as
/// impossible: once may happen to any counter, while one that does it again has the wrong unit, or
/// shows what it likes, and a lower bound out of it would be above the truth. Downwards a counter
/// jumps when it begins anew, which costs energy and invents none.
///
/// REQUIRES: samples in order of time, and a reading for each.
CounterHistory history_of(const std::vector<Sample>& samples, const CounterReadings& counter);

} // namespace joules
