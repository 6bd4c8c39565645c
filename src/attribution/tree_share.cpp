// SPDX-License-Identifier: Apache-2.0
#include "joules/attribution/tree_share.hpp"

#include "attribution/windows.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <span>

namespace joules {

namespace {

constexpr Seconds nothing{0};

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

/// Puts `leftover` into the room that `intervals` have. Returns what does not fit.
Seconds place_in_room(std::span<CpuInterval> intervals, Seconds leftover) {
  Seconds room = nothing;
  for (const CpuInterval& interval : intervals) room += interval.busy - interval.tree;
  const Seconds placed = std::min(leftover, room);
  if (room > nothing)
    for (CpuInterval& interval : intervals)
      interval.tree += (interval.busy - interval.tree) * (placed / room);
  return leftover - placed;
}

/// Fills `intervals`, those of `window`. `came` is the tree's time in each, and `waiting` what
/// earlier ones could not hold. Returns what these cannot.
Seconds divide_window(const std::vector<Sample>& samples, const Window& window, BusyTime way,
                      std::span<const Seconds> came, Seconds waiting,
                      std::span<CpuInterval> intervals) {
  Seconds capacity = nothing;
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    const Sample& before = samples[window.first + i];
    const Sample& after = samples[window.first + i + 1];
    intervals[i].length = after.at - before.at;
    intervals[i].capacity = std::max(capacity_between(*before.host, *after.host), nothing);
    capacity += intervals[i].capacity;
  }
  const Seconds counted =
      busy_between(*samples[window.first].host, *samples[window.last].host, way);
  // A CPU that ran the tree was busy, whatever the ticks say.
  const Seconds ran = std::accumulate(came.begin(), came.end(), waiting);
  const Seconds busy = std::min(std::max(counted, ran), capacity);
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    CpuInterval& interval = intervals[i];
    if (capacity > nothing) interval.busy = busy * (interval.capacity / capacity);
    waiting += came[i];
    interval.tree = std::min(waiting, interval.busy);
    waiting -= interval.tree;
  }
  return place_in_room(intervals, waiting);
}

} // namespace

Seconds capacity_between(const HostTime& before, const HostTime& after) {
  // A CPU that went on or off line meanwhile counts half.
  const double cpus = (before.online_cpus + after.online_cpus) / 2.0;
  return cpus * Seconds(after.at - before.at);
}

Seconds busy_between(const HostTime& before, const HostTime& after, BusyTime way) {
  const Seconds capacity = std::max(capacity_between(before, after), nothing);
  const Seconds worked = after.worked - before.worked;
  // iowait, and so the sum, may fall: proc(5).
  const Seconds idle = std::max<Seconds>(after.idle - before.idle, nothing);
  const Seconds steal = std::max<Seconds>(after.steal - before.steal, nothing);
  return std::clamp(way == BusyTime::worked ? worked : capacity - idle - steal, nothing, capacity);
}

BusyTime larger_over(const HostTime& first, const HostTime& last) {
  return busy_between(first, last, BusyTime::worked) > busy_between(first, last, BusyTime::not_idle)
             ? BusyTime::worked
             : BusyTime::not_idle;
}

CpuHistory divide_cpu_time(const std::vector<Sample>& samples, Nanoseconds tree_total) {
  CpuHistory history;
  if (samples.size() < 2) return history;
  const std::vector<Seconds> came = arrivals(samples, tree_total);
  history.intervals.resize(came.size());
  const std::span<CpuInterval> intervals(history.intervals);
  const BusyTime way = larger_over(*samples.front().host, *samples.back().host);
  Seconds waiting = nothing;
  for (const Window& window : windows_of(samples)) {
    const std::size_t count = window.last - window.first;
    waiting = divide_window(samples, window, way, std::span(came).subspan(window.first, count),
                            waiting, intervals.subspan(window.first, count));
  }
  history.unplaced = place_in_room(intervals, waiting);
  for (const CpuInterval& interval : history.intervals) {
    history.tree += interval.tree;
    history.busy += interval.busy;
  }
  return history;
}

} // namespace joules
