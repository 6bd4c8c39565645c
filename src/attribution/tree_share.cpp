// SPDX-License-Identifier: Apache-2.0
#include "joules/attribution/tree_share.hpp"

#include "attribution/straightest.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace joules {

namespace {

constexpr Nanoseconds nothing{0};

/// One figure for each interval, or what has come together at each sample.
using Times = std::vector<Nanoseconds>;

Nanoseconds rounded(double nanoseconds) {
  return Nanoseconds(std::llround(nanoseconds));
}

double number(Nanoseconds time) {
  return static_cast<double>(time.count());
}

/// Neither busy, over all CPUs, in nanoseconds. In doubles, which broken files cannot overflow.
double not_busy_between(const HostTime& before, const HostTime& after) {
  const auto between = [](Microseconds from, Microseconds to) {
    return static_cast<double>(to.count()) - static_cast<double>(from.count());
  };
  // iowait, and so the sum, may fall: proc(5).
  const double idle = between(before.idle, after.idle) + between(before.iowait, after.iowait);
  const double steal = between(before.steal, after.steal);
  return 1000 * (idle + std::max(steal, 0.0));
}

double worked_between(const HostTime& before, const HostTime& after) {
  return 1000 *
         (static_cast<double>(after.worked.count()) - static_cast<double>(before.worked.count()));
}

/// From what came in each interval to what there was at each sample.
Times summed(const Times& parts) {
  Times sums{nothing};
  for (const Nanoseconds part : parts) sums.push_back(sums.back() + part);
  return sums;
}

Times differences(const Times& sums) {
  Times parts;
  for (std::size_t i = 1; i < sums.size(); ++i) parts.push_back(sums[i] - sums[i - 1]);
  return parts;
}

/// The tree's time at each sample, with the closing surplus spread in proportion.
Times tree_times(const std::vector<Sample>& samples, Nanoseconds tree_total) {
  const Nanoseconds seen = samples.back().tree_cpu - samples.front().tree_cpu;
  const double factor =
      seen > nothing && tree_total > seen ? number(tree_total) / number(seen) : 1.0;
  Times times;
  for (const Sample& sample : samples)
    times.push_back(rounded(factor * number(sample.tree_cpu - samples.front().tree_cpu)));
  times.back() = std::max(seen, tree_total);
  return times;
}

/// How long the host was busy from the first sample to each, as it counted: a quantum more than
/// there was capacity for, at most. May fall: see HostTime::iowait.
Times counted_times(const std::vector<Sample>& samples, const Times& capacity, BusyTime way,
                    Nanoseconds quantum) {
  const HostTime& first = *samples.front().host;
  Times times;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const HostTime& now = *samples[i].host;
    const double counted = way == BusyTime::worked
                               ? worked_between(first, now)
                               : number(capacity[i]) - not_busy_between(first, now);
    times.push_back(rounded(std::clamp(counted, -number(quantum), number(capacity[i] + quantum))));
  }
  return times;
}

/// How far one reading may be off: each column that is summed is cut off by itself, and one that
/// stands still is off by the same all the time.
Nanoseconds quantum_over(const HostTime& first, const HostTime& last, BusyTime way,
                         Nanoseconds tick) {
  constexpr int worked_columns = 5;
  const int columns =
      way == BusyTime::worked
          ? worked_columns
          : (last.idle != first.idle) + (last.iowait != first.iowait) + (last.steal != first.steal);
  return tick * std::max(columns, 1);
}

/// The host was busy for longer than the others can have been by then, seeing what they have at a
/// later sample: what is more was the tree's, and was shown late.
void bring_forward_what_came_late(const Times& counted, Nanoseconds quantum, Times& tree) {
  Nanoseconds most = Nanoseconds::max(); // that the others can have: never less than nothing
  for (std::size_t i = counted.size(); i-- > 0;) {
    most = std::min(most, std::max(counted[i] - tree[i], -quantum));
    tree[i] = std::clamp(counted[i] - quantum - most, tree[i], tree.back());
  }
  tree.front() = nothing;
  for (std::size_t i = 1; i < tree.size(); ++i) tree[i] = std::max(tree[i], tree[i - 1]);
}

/// What an interval has no room for goes to the nearest one before that has, then to later ones.
/// Returns what fits nowhere.
Nanoseconds fit_backwards(const Times& room, Times& parts) {
  Nanoseconds left = nothing;
  const auto fit = [&](std::size_t i) {
    const Nanoseconds all = parts[i] + left;
    parts[i] = std::min(all, room[i]);
    left = all - parts[i];
  };
  for (std::size_t i = parts.size(); i-- > 0;) fit(i);
  for (std::size_t i = 0; i < parts.size(); ++i) fit(i);
  return left;
}

/// The other way round, for time that was counted early: to the next one, then to earlier ones.
void fit_forwards(Times room, Times& parts) {
  std::reverse(room.begin(), room.end());
  std::reverse(parts.begin(), parts.end());
  fit_backwards(room, parts);
  std::reverse(parts.begin(), parts.end());
}

/// The others' time in each interval.
Times others_times(const Times& at, const Times& counted, const Times& tree, Nanoseconds quantum) {
  std::vector<double> positions, low, high;
  for (std::size_t i = 0; i < at.size(); ++i) {
    positions.push_back(number(at[i]));
    const double reading = number(counted[i] - tree[i]);
    low.push_back(reading - number(quantum));
    high.push_back(reading);
  }
  Times others;
  for (const double height : straightest(positions, std::move(low), std::move(high)))
    others.push_back(rounded(height));
  return differences(others);
}

} // namespace

Nanoseconds capacity_between(const HostTime& before, const HostTime& after) {
  // A CPU that went on or off line meanwhile counts half.
  return std::max((before.online_cpus + after.online_cpus) * (after.at - before.at) / 2, nothing);
}

Nanoseconds busy_between(const HostTime& before, const HostTime& after, BusyTime way) {
  const double capacity = number(capacity_between(before, after));
  const double counted = way == BusyTime::worked
                             ? worked_between(before, after)
                             : capacity - std::max(not_busy_between(before, after), 0.0);
  return rounded(std::clamp(counted, 0.0, capacity));
}

BusyTime larger_over(const HostTime& first, const HostTime& last) {
  return busy_between(first, last, BusyTime::worked) > busy_between(first, last, BusyTime::not_idle)
             ? BusyTime::worked
             : BusyTime::not_idle;
}

CpuHistory divide_cpu_time(const std::vector<Sample>& samples, Nanoseconds tree_total,
                           Nanoseconds tick) {
  CpuHistory history;
  if (samples.size() < 2) return history;
  const HostTime& first = *samples.front().host;
  const HostTime& last = *samples.back().host;
  Times capacity, lengths;
  for (std::size_t i = 1; i < samples.size(); ++i) {
    capacity.push_back(capacity_between(*samples[i - 1].host, *samples[i].host));
    lengths.push_back(samples[i].at - samples[i - 1].at);
  }
  const BusyTime way = larger_over(first, last);
  history.quantum = quantum_over(first, last, way, tick);
  const Times counted = counted_times(samples, summed(capacity), way, history.quantum);

  Times tree = tree_times(samples, tree_total);
  bring_forward_what_came_late(counted, history.quantum, tree);
  Times of_tree = differences(tree);
  history.unplaced = fit_backwards(capacity, of_tree);

  Times positions{nothing};
  for (const Nanoseconds length : lengths)
    positions.push_back(positions.back() + std::max(length, Nanoseconds{1}));
  Times others = others_times(positions, counted, summed(of_tree), history.quantum);
  Times room;
  for (std::size_t i = 0; i < capacity.size(); ++i) room.push_back(capacity[i] - of_tree[i]);
  fit_forwards(room, others);

  for (std::size_t i = 0; i < capacity.size(); ++i) {
    history.intervals.push_back({lengths[i], of_tree[i], of_tree[i] + others[i], capacity[i]});
    history.tree += of_tree[i];
    history.busy += of_tree[i] + others[i];
  }
  return history;
}

} // namespace joules
