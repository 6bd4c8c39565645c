// SPDX-License-Identifier: Apache-2.0
#include "accounting/tree_clock.hpp"

#include <algorithm>

namespace joules {

std::optional<Nanoseconds> LargestClock::reading_of(TreeClock& clock, Nanoseconds stolen) {
  auto cpu = clock.read();
  if (!cpu) return std::nullopt;
  // After a migration a guest may have less stolen time than before.
  if (clock.counts_stolen_time())
    cpu = std::max(*cpu - std::max(stolen - *stolen_before_, Nanoseconds{0}), Nanoseconds{0});
  quantum_ = quantum_ ? std::min(*quantum_, clock.quantum()) : clock.quantum();
  const auto known = std::find_if(readings_.begin(), readings_.end(),
                                  [&](const auto& other) { return other.clock == clock.kind(); });
  if (known == readings_.end())
    readings_.push_back({clock.kind(), *cpu});
  else
    known->cpu = *cpu;
  return cpu;
}

void LargestClock::take(const TreeClock& clock, Nanoseconds cpu) {
  if (cpu <= largest_) return;
  largest_ = cpu;
  leader_ = clock.kind();
}

TreeClock* LargestClock::live_clock() const {
  for (const auto& clock : clocks_)
    if (clock->is_live()) return clock.get();
  return nullptr;
}

bool LargestClock::has_live_clock() const {
  return live_clock() != nullptr;
}

Nanoseconds LargestClock::quantum() const {
  return quantum_.value_or(Nanoseconds{0});
}

Nanoseconds LargestClock::read(Nanoseconds stolen) {
  if (!stolen_before_) stolen_before_ = stolen;
  TreeClock* const live = live_clock();
  for (const auto& clock : clocks_)
    if (const auto cpu = reading_of(*clock, stolen)) {
      take(*clock, clock.get() == live ? std::max(*cpu, with_gain_of_live(*cpu)) : *cpu);
      if (clock.get() == live) live_then_ = *cpu;
    }
  // Time that members used while the other clocks were read may be in those clocks, and must not be
  // added again.
  if (live && largest_ > live_then_) live_then_ = reading_of(*live, stolen).value_or(live_then_);
  live_largest_ = largest_then_ = largest_;
  return largest_;
}

Nanoseconds LargestClock::with_gain_of_live(Nanoseconds cpu) const {
  return largest_then_ + std::max(cpu - live_then_, Nanoseconds{0});
}

Nanoseconds LargestClock::read_live(Nanoseconds stolen) {
  TreeClock* const live = live_clock();
  if (!live || !stolen_before_) return read(stolen);
  const auto cpu = reading_of(*live, stolen);
  if (cpu) live_largest_ = std::max(live_largest_, with_gain_of_live(*cpu));
  return std::max(live_largest_, largest_);
}

std::vector<ClockKind> clocks_of(const std::vector<ClockReading>& readings) {
  std::vector<ClockKind> clocks;
  for (const ClockReading& reading : readings) clocks.push_back(reading.clock);
  return clocks;
}

} // namespace joules
