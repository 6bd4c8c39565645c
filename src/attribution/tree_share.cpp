// SPDX-License-Identifier: Apache-2.0
#include "attribution/tree_share.hpp"

#include "attribution/straightest.hpp"
#include "attribution/turns.hpp"

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

/// The tree's time at each sample, with the closing surplus spread in proportion. What a later
/// sample takes back was never used: see Sample::tree_cpu.
Times tree_times(const std::vector<Sample>& samples, Nanoseconds tree_total) {
  Times times;
  for (const Sample& sample : samples) times.push_back(sample.tree_cpu - samples.front().tree_cpu);
  for (std::size_t i = times.size(); i-- > 1;) times[i - 1] = std::min(times[i - 1], times[i]);
  const Nanoseconds seen = times.back();
  times.back() = std::max(seen, tree_total);
  if (seen > nothing)
    for (std::size_t i = 0; i + 1 < times.size(); ++i)
      times[i] =
          std::min(rounded(number(times[i]) * (number(times.back()) / number(seen))), times.back());
  return times;
}

/// The samples that read the host's time: the first and the last, and some between.
std::vector<std::size_t> readings_of_host(const std::vector<Sample>& samples) {
  std::vector<std::size_t> readings;
  for (std::size_t i = 0; i < samples.size(); ++i)
    if (samples[i].host) readings.push_back(i);
  return readings;
}

/// `whole`, of the time from sample `from` to sample `to`, by the lengths of the intervals between.
void add_by_length(const std::vector<Sample>& samples, std::size_t from, std::size_t to,
                   Nanoseconds whole, Times& parts) {
  const Nanoseconds length = samples[to].at - samples[from].at;
  Nanoseconds given = nothing;
  for (std::size_t i = from + 1; i <= to; ++i) {
    const double part =
        length > nothing ? number(samples[i].at - samples[from].at) / number(length) : 1.0;
    const Nanoseconds all = i == to ? whole : rounded(number(whole) * part);
    parts.push_back(all - given);
    given = all;
  }
}

/// The capacity of each interval.
Times capacities(const std::vector<Sample>& samples, const std::vector<std::size_t>& readings) {
  Times parts;
  for (std::size_t k = 1; k < readings.size(); ++k) {
    const std::size_t from = readings[k - 1], to = readings[k];
    add_by_length(samples, from, to, capacity_between(*samples[from].host, *samples[to].host),
                  parts);
  }
  return parts;
}

/// How long the host was busy from the first reading to each, as it counted: a quantum more than
/// there was capacity for, at most. May fall: see HostTime::iowait.
Times counted_times(const std::vector<Sample>& samples, const std::vector<std::size_t>& readings,
                    BusyTime way, Nanoseconds quantum) {
  const HostTime& first = *samples.front().host;
  Times times;
  Nanoseconds capacity = nothing;
  for (std::size_t k = 0; k < readings.size(); ++k) {
    const HostTime& now = *samples[readings[k]].host;
    if (k > 0) capacity += capacity_between(*samples[readings[k - 1]].host, now);
    const double counted = way == BusyTime::worked
                               ? worked_between(first, now)
                               : number(capacity) - not_busy_between(first, now);
    times.push_back(rounded(std::clamp(counted, -number(quantum), number(capacity + quantum))));
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
/// later reading: what is more was the tree's, and was shown late.
void bring_forward_what_came_late(const std::vector<std::size_t>& readings, const Times& counted,
                                  Nanoseconds quantum, Times& tree) {
  Nanoseconds most = Nanoseconds::max(); // that the others can have: never less than nothing
  for (std::size_t k = readings.size(); k-- > 1;) {
    Nanoseconds& then = tree[readings[k]];
    most = std::min(most, std::max(counted[k] - then, -quantum));
    then = std::clamp(counted[k] - quantum - most, then, tree.back());
  }
  for (std::size_t i = 1; i < tree.size(); ++i) tree[i] = std::max(tree[i], tree[i - 1]);
}

/// Moves time that does not fit into an interval to the nearest earlier one with room, then to
/// later ones. Returns what fits nowhere.
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

/// Places the time counted between two readings into the intervals between them as far as it fits,
/// so that where no CPU idled all are busy in each interval. The rest goes to the next readings,
/// and at the end to earlier ones.
void fit_between_readings(const std::vector<std::size_t>& readings, const Times& room,
                          Times& parts) {
  Nanoseconds left = nothing;
  for (std::size_t k = 1; k < readings.size(); ++k) {
    const auto from = static_cast<std::ptrdiff_t>(readings[k - 1]);
    const auto to = static_cast<std::ptrdiff_t>(readings[k]);
    Times own(parts.begin() + from, parts.begin() + to);
    own.front() += left;
    left = fit_backwards({room.begin() + from, room.begin() + to}, own);
    std::copy(own.begin(), own.end(), parts.begin() + from);
  }
  parts.back() += left;
  fit_backwards(room, parts);
}

/// The others' time in each interval. `tree`: what it has had at each sample.
Times others_times(const std::vector<Sample>& samples, const std::vector<std::size_t>& readings,
                   const Times& counted, const Times& tree, Nanoseconds quantum) {
  std::vector<double> at, low, high;
  for (std::size_t k = 0; k < readings.size(); ++k) {
    const double instant = number(samples[readings[k]].at - samples.front().at);
    const double reading = number(counted[k] - tree[readings[k]]);
    at.push_back(k == 0 ? instant : std::max(instant, at.back() + 1));
    low.push_back(reading - number(quantum));
    high.push_back(reading);
  }
  const std::vector<double> heights = straightest(at, std::move(low), std::move(high));
  Times others;
  for (std::size_t k = 1; k < readings.size(); ++k)
    add_by_length(samples, readings[k - 1], readings[k],
                  rounded(heights[k]) - rounded(heights[k - 1]), others);
  return others;
}

Turns turns_between(const std::vector<Sample>& samples, const std::vector<std::size_t>& readings,
                    const Times& counted, const Times& tree, Nanoseconds quantum) {
  Times others, lengths;
  for (std::size_t k = 1; k < readings.size(); ++k) {
    const std::size_t from = readings[k - 1], to = readings[k];
    others.push_back(counted[k] - counted[k - 1] - (tree[to] - tree[from]));
    lengths.push_back(samples[to].at - samples[from].at);
  }
  return turns_of(others, lengths, quantum);
}

} // namespace

Nanoseconds capacity_between(const HostTime& before, const HostTime& after) {
  // A CPU that went on or off line meanwhile counts half.
  const double cpus = (before.online_cpus + after.online_cpus) / 2.0;
  // 64 bits hold 104 days of 1024 CPUs.
  constexpr double most = 9e18;
  return rounded(std::clamp(cpus * number(after.at - before.at), 0.0, most));
}

Nanoseconds busy_between(const HostTime& before, const HostTime& after, BusyTime way) {
  const double capacity = number(capacity_between(before, after));
  const double counted = way == BusyTime::worked
                             ? worked_between(before, after)
                             : capacity - std::max(not_busy_between(before, after), 0.0);
  return rounded(std::clamp(counted, 0.0, capacity));
}

BusyTime larger_over(const HostTime& first, const HostTime& last, Nanoseconds tick) {
  const double by_chance = 4 * std::sqrt(number(capacity_between(first, last)) * number(tick));
  const double not_idle = number(busy_between(first, last, BusyTime::not_idle));
  return number(busy_between(first, last, BusyTime::worked)) > not_idle + by_chance
             ? BusyTime::worked
             : BusyTime::not_idle;
}

CpuHistory divide_cpu_time(const std::vector<Sample>& samples, Nanoseconds tree_total,
                           Nanoseconds tick) {
  CpuHistory history;
  if (samples.size() < 2) return history;
  const HostTime& first = *samples.front().host;
  const HostTime& last = *samples.back().host;
  const std::vector<std::size_t> readings = readings_of_host(samples);
  const Times capacity = capacities(samples, readings);
  const BusyTime way = larger_over(first, last, tick);
  history.quantum = quantum_over(first, last, way, tick);
  const Times counted = counted_times(samples, readings, way, history.quantum);

  Times tree = tree_times(samples, tree_total);
  bring_forward_what_came_late(readings, counted, history.quantum, tree);
  Times of_tree = differences(tree);
  history.unplaced = fit_backwards(capacity, of_tree);
  const Times tree_placed = summed(of_tree);
  history.turns = turns_between(samples, readings, counted, tree_placed, history.quantum);
  Times others = others_times(samples, readings, counted, tree_placed, history.quantum);
  Times room;
  for (std::size_t i = 0; i < capacity.size(); ++i) room.push_back(capacity[i] - of_tree[i]);
  fit_between_readings(readings, room, others);

  std::size_t next = 1; // reading, after the interval
  for (std::size_t i = 0; i < capacity.size(); ++i) {
    const Nanoseconds length = samples[i + 1].at - samples[i].at;
    if (i >= readings[next]) ++next;
    const Nanoseconds gap = samples[readings[next]].at - samples[readings[next - 1]].at;
    history.intervals.push_back({length, of_tree[i], of_tree[i] + others[i], capacity[i], gap});
    history.tree += of_tree[i];
    history.busy += of_tree[i] + others[i];
  }
  return history;
}

} // namespace joules
