// SPDX-License-Identifier: Apache-2.0
#include "attribution/shares.hpp"

#include "attribution/turns.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace joules {

namespace {

/// CPU time as fractions of nanoseconds: parts of an interval that lies in several windows.
struct CpuTime {
  double tree = 0, busy = 0;

  CpuTime& operator+=(const CpuTime& more) {
    tree += more.tree;
    busy += more.busy;
    return *this;
  }
  [[nodiscard]] double share() const { return busy > 0 ? std::min(tree / busy, 1.0) : 0; }
};

CpuTime part_of(const CpuInterval& interval, double part) {
  return {static_cast<double>(interval.tree.count()) * part,
          static_cast<double>(interval.busy.count()) * part};
}

/// Where an interval lies among the accounting windows: parts of it in the first and in the last
/// one that it touches, which it shares with its neighbours; what is between fills whole windows.
struct Place {
  Nanoseconds::rep first = 0, last = 0;
  double in_first = 1, in_last = 0;
};

std::vector<Place> places_of(const std::vector<CpuInterval>& intervals) {
  std::vector<Place> places;
  Nanoseconds start{0};
  for (const CpuInterval& interval : intervals) {
    const Nanoseconds end = start + interval.length;
    Place place{start / accounting_window, start / accounting_window};
    if (interval.length > Nanoseconds{0}) place.last = (end - Nanoseconds{1}) / accounting_window;
    if (place.last > place.first) {
      place.in_first = ratio((place.first + 1) * accounting_window - start, interval.length);
      place.in_last = ratio(end - place.last * accounting_window, interval.length);
    }
    places.push_back(place);
    start = end;
  }
  return places;
}

/// The windows that two intervals or more may lie in, in order of time.
class SharedWindows {
public:
  SharedWindows(const std::vector<CpuInterval>& intervals, const std::vector<Place>& places) {
    for (std::size_t i = 0; i < intervals.size(); ++i) {
      add(places[i].first, part_of(intervals[i], places[i].in_first));
      if (places[i].last > places[i].first)
        add(places[i].last, part_of(intervals[i], places[i].in_last));
    }
  }

  [[nodiscard]] double share(Nanoseconds::rep window) const {
    const auto found = std::lower_bound(
        windows_.begin(), windows_.end(), window,
        [](const Window& one, Nanoseconds::rep number) { return one.number < number; });
    return found->time.share();
  }

private:
  struct Window {
    Nanoseconds::rep number;
    CpuTime time;
  };

  void add(Nanoseconds::rep window, const CpuTime& time) {
    if (windows_.empty() || windows_.back().number != window) windows_.push_back({window, {}});
    windows_.back().time += time;
  }

  std::vector<Window> windows_;
};

/// The share of energy of the time in which nobody ran.
double idle_share(const Place& place, double own_share, const SharedWindows& windows) {
  const double between = std::max(1 - place.in_first - place.in_last, 0.0);
  double share = place.in_first * windows.share(place.first) + between * own_share;
  if (place.in_last > 0) share += place.in_last * windows.share(place.last);
  return share;
}

double part_of_both(double tree, double others) {
  return tree > 0 ? tree / (tree + others) : 0;
}

/// t / B, on average over what others may have done in the interval: see shares_of().
double mean_share(const CpuInterval& interval, Seconds turn) {
  const double even = ratio(interval.tree, interval.busy);
  if (interval.tree <= Nanoseconds{0} || interval.length <= Nanoseconds{0}) return even;
  const auto cpus = [&](Nanoseconds time) { return Seconds(time) / Seconds(interval.length); };
  const double tree = cpus(interval.tree), others = cpus(interval.busy - interval.tree);
  const double fewer = std::floor(others), part = others - fewer;
  constexpr double rounding = 1e-6;
  if (tree + fewer + 1 > cpus(interval.capacity) + rounding) return even;
  const double in_turns =
      (1 - part) * part_of_both(tree, fewer) + part * part_of_both(tree, fewer + 1);
  return even + lumpiness(interval.length, interval.between_readings, turn) * (in_turns - even);
}

std::vector<double> busy_shares(const CpuHistory& cpu) {
  const std::vector<CpuInterval>& intervals = cpu.intervals;
  const std::vector<Place> places = places_of(intervals);
  const SharedWindows windows(intervals, places);
  std::vector<double> shares;
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    const CpuInterval& interval = intervals[i];
    const double busy_part = ratio(interval.busy, interval.length);
    const double when_idle = idle_share(places[i], ratio(interval.tree, interval.busy), windows);
    shares.push_back(busy_part * mean_share(interval, cpu.turns.likely) +
                     (1 - busy_part) * when_idle);
  }
  return shares;
}

} // namespace

double ratio(Nanoseconds part, Nanoseconds whole) {
  if (whole <= Nanoseconds{0}) return 0;
  return std::clamp(static_cast<double>(part.count()) / static_cast<double>(whole.count()), 0.0,
                    1.0);
}

std::vector<double> shares_of(const CpuHistory& cpu, Policy::Kind policy) {
  if (policy != Policy::Kind::capacity) return busy_shares(cpu);
  std::vector<double> shares;
  for (const CpuInterval& interval : cpu.intervals)
    shares.push_back(ratio(interval.tree, interval.capacity));
  return shares;
}

} // namespace joules
