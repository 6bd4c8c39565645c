// SPDX-License-Identifier: Apache-2.0
// How long the command's process tree has been on a CPU. No single clock of the kernel sees all of
// it; each can only miss time, never invent it, so the largest of several is the best of them and
// none has to be trusted.
#pragma once

#include "joules/recording.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace joules {

class TreeClock {
public:
  virtual ~TreeClock() = default;

  [[nodiscard]] virtual ClockKind kind() const = 0;

  /// CPU time of the tree so far: a lower bound of the truth. nullopt: this
  /// clock cannot tell (any more).
  virtual std::optional<Nanoseconds> read() = 0;

  /// Does it count time that a hypervisor took while a member was on a CPU?
  [[nodiscard]] virtual bool counts_stolen_time() const { return false; }

  /// Does one read, without a walk, tell what members have used up to this moment?
  [[nodiscard]] virtual bool is_live() const { return false; }

  /// The unit that its readings are cut off to while members run.
  [[nodiscard]] virtual Nanoseconds quantum() const { return Nanoseconds{0}; }
};

/// Several clocks as one: the largest wins, and the result never decreases.
class LargestClock {
public:
  explicit LargestClock(std::vector<std::unique_ptr<TreeClock>> clocks)
      : clocks_(std::move(clocks)) {}

  /// `stolen` since boot, on all CPUs: a clock that counts it is believed less that much, and so
  /// stays a lower bound. What was stolen of others is taken off as well: whose it was could only
  /// be told with an event for every CPU, and within an interval only late, as /proc/stat shows it
  /// by ticks. Where parents wait the other clocks are larger then, and nothing is lost by it.
  Nanoseconds read(Nanoseconds stolen = Nanoseconds{0});
  /// The same by the live clock alone: what it has gained since the last read() of all was used
  /// since then, and comes on top of what was the largest. Provisional where `stolen` is older than
  /// the clock's reading: time that was stolen since is taken back by the next read().
  Nanoseconds read_live(Nanoseconds stolen = Nanoseconds{0});
  [[nodiscard]] bool has_live_clock() const;
  /// The quantum of the finest clock that has answered.
  [[nodiscard]] Nanoseconds quantum() const;
  /// The last reading of each clock that has answered.
  [[nodiscard]] const std::vector<ClockReading>& readings() const { return readings_; }
  /// The clock that gave the last increase; nullopt before there was one.
  [[nodiscard]] std::optional<ClockKind> leader() const { return leader_; }

private:
  [[nodiscard]] TreeClock* live_clock() const;
  /// nullopt: it cannot tell.
  std::optional<Nanoseconds> reading_of(TreeClock& clock, Nanoseconds stolen);
  void take(const TreeClock& clock, Nanoseconds cpu);
  [[nodiscard]] Nanoseconds with_gain_of_live(Nanoseconds cpu) const;

  std::vector<std::unique_ptr<TreeClock>> clocks_;
  std::vector<ClockReading> readings_;
  std::optional<Nanoseconds> stolen_before_;
  Nanoseconds largest_{0};
  Nanoseconds largest_then_{0}; // at the last read of all clocks
  Nanoseconds live_then_{0};    // what the live clock said after it
  Nanoseconds live_largest_{0}; // of what read_live() said since
  std::optional<Nanoseconds> quantum_;
  std::optional<ClockKind> leader_;
};

/// The clocks of `readings`.
std::vector<ClockKind> clocks_of(const std::vector<ClockReading>& readings);

} // namespace joules
