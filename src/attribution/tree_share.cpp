// SPDX-License-Identifier: Apache-2.0
#include "joules/attribution/tree_share.hpp"

#include <algorithm>

namespace joules {

namespace {

constexpr Seconds nothing{0};

Seconds capacity_between(const HostTime& before, const HostTime& after) {
  // A CPU that went on or off line meanwhile counts half.
  const double cpus = (before.online_cpus + after.online_cpus) / 2.0;
  return cpus * Seconds(after.at - before.at);
}

/// The tree's time as it came in, with the closing surplus spread in proportion.
std::vector<Seconds> arrivals(const std::vector<Sample>& samples, Nanoseconds tree_total) {
  const Nanoseconds seen = samples.back().tree_cpu - samples.front().tree_cpu;
  const Seconds surplus = std::max<Seconds>(tree_total - seen, nothing);
  std::vector<Seconds> arrivals;
  for (std::size_t i = 1; i < samples.size(); ++i) {
    const Seconds came = samples[i].tree_cpu - samples[i - 1].tree_cpu;
    arrivals.push_back(seen.count() > 0 ? came * (1 + surplus / Seconds(seen)) : came);
  }
  if (seen.count() == 0 && !arrivals.empty()) arrivals.back() += surplus;
  return arrivals;
}

/// What no later interval could hold goes to the earlier ones that have room.
void place_leftover(CpuHistory& history, Seconds leftover) {
  Seconds room = nothing;
  for (const CpuInterval& interval : history.intervals) room += interval.busy - interval.tree;
  const Seconds placed = std::min(leftover, room);
  if (room > nothing)
    for (CpuInterval& interval : history.intervals)
      interval.tree += (interval.busy - interval.tree) * (placed / room);
  history.unplaced = leftover - placed;
}

} // namespace

Seconds busy_between(const HostTime& before, const HostTime& after) {
  const Seconds capacity = capacity_between(before, after);
  // iowait, and so the sum, may fall: proc(5).
  const Seconds idle = std::max<Seconds>(after.idle - before.idle, nothing);
  const Seconds steal = std::max<Seconds>(after.steal - before.steal, nothing);
  const Seconds worked = std::max<Seconds>(after.worked - before.worked, nothing);
  return std::clamp(std::max(capacity - idle - steal, worked), nothing,
                    std::max(capacity, nothing));
}

CpuHistory divide_cpu_time(const std::vector<Sample>& samples, Nanoseconds tree_total) {
  CpuHistory history;
  if (samples.size() < 2) return history;
  const std::vector<Seconds> came = arrivals(samples, tree_total);
  Seconds waiting = nothing;
  for (std::size_t i = 1; i < samples.size(); ++i) {
    const HostTime& before = *samples[i - 1].host;
    const HostTime& after = *samples[i].host;
    CpuInterval interval;
    interval.length = samples[i].at - samples[i - 1].at;
    interval.capacity = std::max(capacity_between(before, after), nothing);
    waiting += came[i - 1];
    // A CPU that ran the tree was busy, whatever the ticks say.
    interval.busy = std::max(busy_between(before, after), std::min(waiting, interval.capacity));
    interval.tree = std::min(waiting, interval.busy);
    waiting -= interval.tree;
    history.intervals.push_back(interval);
  }
  place_leftover(history, waiting);
  for (const CpuInterval& interval : history.intervals) {
    history.tree += interval.tree;
    history.busy += interval.busy;
  }
  return history;
}

} // namespace joules
