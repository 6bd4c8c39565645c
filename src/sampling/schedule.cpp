// SPDX-License-Identifier: Apache-2.0
#include "sampling/schedule.hpp"

#include <algorithm>
#include <cmath>

namespace joules {

namespace {
/// All samples may cost one part in so many of the time. The first and the last are outside this
/// rule, so that a run's samples cost up to half a percent in all.
constexpr int cost_limit = 333;
/// The part of that cost for full samples, where there are light ones.
constexpr double full_part = 2.0 / 3;
constexpr Nanoseconds shortest_step = std::chrono::milliseconds(10);
/// Light samples are not wanted further apart, full ones not closer.
constexpr Nanoseconds common_step = std::chrono::milliseconds(100);
/// Processes live and die between two walks, so that these come each 1.5 s at least, as long as
/// they cost no more than a third of a percent of a CPU: with light samples, less than half a
/// percent.
constexpr Nanoseconds longest_full_step = std::chrono::milliseconds(1500);
constexpr int dear_cost_limit = 300;
/// Half a tick of /proc/stat.
constexpr Nanoseconds widest_jitter = std::chrono::milliseconds(5);
/// Multiples of the golden ratio's fraction fill an interval more evenly than random numbers do.
constexpr double golden_ratio = 0.6180339887498949;
/// Power that is integrated is not seen between two readings, so they must not be far apart.
constexpr Seconds rarest_power_reading{0.25};
} // namespace

Schedule::Schedule(Instant start, const Limits& limits)
    : limits_(limits), shortest_(std::min(limits.chosen.value_or(shortest_step), limits.longest)),
      grid_(start), full_due_(start + std::max(shortest_, common_step)) {
  grid_ += shortest_;
  jitter();
}

Depth Schedule::depth() const {
  return limits_.light && grid_ < full_due_ ? Depth::light : Depth::full;
}

Nanoseconds Schedule::full_step() const {
  if (!limits_.light) return step();
  const Nanoseconds least = std::max(shortest_, common_step);
  const Nanoseconds most =
      std::min(std::max(longest_full_step, full_cost_ * dear_cost_limit), limits_.longest);
  const Seconds wanted = Seconds(full_cost_) * (cost_limit / full_part);
  return std::clamp(std::chrono::duration_cast<Nanoseconds>(wanted), least, std::max(least, most));
}

Nanoseconds Schedule::step() const {
  if (!limits_.light) return std::clamp(cost_limit * full_cost_, shortest_, limits_.longest);
  if (limits_.chosen) return shortest_;
  const Nanoseconds most = full_step(); // more than 100 ms in very large trees only
  // Light samples get what full ones leave: a third of all, at least.
  const double left = std::max(1.0 / cost_limit - Seconds(full_cost_) / Seconds(full_step()),
                               (1 - full_part) / cost_limit);
  const Seconds wanted = Seconds(light_cost_) / left;
  return std::clamp(std::chrono::duration_cast<Nanoseconds>(wanted), shortest_, most);
}

void Schedule::jitter() {
  const double place = std::fmod(jitters_++ * golden_ratio, 1.0) - 0.5;
  const Nanoseconds width = std::min(step() / 2, widest_jitter);
  deadline_ = grid_ + std::chrono::duration_cast<Nanoseconds>(width * place);
}

void Schedule::sampled(Instant now, Nanoseconds cost, Depth depth) {
  if (now < deadline_) return;
  (depth == Depth::full ? full_cost_ : light_cost_) = cost;
  if (depth == Depth::full) full_due_ = grid_ + full_step();
  const Nanoseconds next = step();
  grid_ += next;
  // Deadlines that were slept through are not made up for: their time is in the next interval.
  if (grid_ <= now) grid_ += ((now - grid_) / next + 1) * next;
  jitter();
}

bool Schedule::slow_down() {
  if (shortest_ * 2 > limits_.longest) return false;
  shortest_ *= 2;
  return true;
}

Nanoseconds longest_interval(const std::vector<CounterReadings>& counters) {
  Seconds longest{60};
  for (const auto& [counter, readings] : counters) {
    if (counter.modulus) longest = std::min(longest, wrap_time(*counter.modulus) / 2);
    if (counter.is_integrated()) longest = std::min(longest, rarest_power_reading);
  }
  return std::chrono::duration_cast<Nanoseconds>(std::max(longest, Seconds{0.01}));
}

bool allow_thinning(const std::vector<CounterReadings>& counters) {
  return std::ranges::all_of(counters, [](const auto& one) { return one.counter.is_integrated(); });
}

} // namespace joules
