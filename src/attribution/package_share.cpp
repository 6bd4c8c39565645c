// SPDX-License-Identifier: Apache-2.0
#include "attribution/package_share.hpp"

#include "attribution/windows.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace joules {

namespace {

constexpr Seconds none{0};

/// One quantity, by package.
using Parts = std::vector<Seconds>;

Seconds sum(const Parts& parts) {
  return std::accumulate(parts.begin(), parts.end(), none);
}

Parts difference(const Parts& from, const Parts& parts) {
  Parts rest;
  for (std::size_t p = 0; p < from.size(); ++p)
    rest.push_back(std::max<Seconds>(from[p] - parts[p], none));
  return rest;
}

/// Alike where nothing has weight.
Parts in_proportion(Seconds whole, const Parts& weights) {
  const Seconds all = sum(weights);
  const double alike = 1 / static_cast<double>(weights.size());
  Parts parts;
  for (const Seconds weight : weights) parts.push_back(whole * (all > none ? weight / all : alike));
  return parts;
}

/// `whole` in proportion to `weights`, but at most `limits`: what is left goes where there is room.
Parts divide(Seconds whole, const Parts& weights, const Parts& limits) {
  Parts parts = in_proportion(whole, weights);
  for (std::size_t p = 0; p < parts.size(); ++p) parts[p] = std::min(parts[p], limits[p]);
  const Seconds left = std::max<Seconds>(whole - sum(parts), none);
  const Parts more = in_proportion(left, difference(limits, parts));
  for (std::size_t p = 0; p < parts.size(); ++p) parts[p] += more[p];
  return parts;
}

/// The times of the packages in a window, from the samples at its ends.
struct Counted {
  Seconds length{0};
  Parts tree, busy, capacity;
};

/// How the busy time of each package is told, over the whole run.
std::vector<BusyTime> ways_of(const std::vector<Sample>& samples, Nanoseconds tick) {
  std::vector<BusyTime> ways;
  for (std::size_t p = 0; p < samples.front().packages.size(); ++p)
    ways.push_back(
        larger_over(samples.front().packages[p].host, samples.back().packages[p].host, tick));
  return ways;
}

Counted count(const Sample& before, const Sample& after, const std::vector<BusyTime>& ways) {
  Counted counted;
  counted.length = after.at - before.at;
  for (std::size_t p = 0; p < before.packages.size(); ++p) {
    const PackageTime& from = before.packages[p];
    const PackageTime& to = after.packages[p];
    counted.tree.push_back(std::max<Seconds>(to.tree_cpu - from.tree_cpu, none));
    counted.busy.push_back(busy_between(from.host, to.host, ways[p]));
    counted.capacity.push_back(capacity_between(from.host, to.host));
  }
  return counted;
}

/// Whole nanoseconds that add up to `whole`, each as near to `parts` as sums of rounded parts are.
std::vector<Nanoseconds> in_nanoseconds(const Parts& parts, Nanoseconds whole) {
  std::vector<Nanoseconds> rounded;
  Seconds so_far = none;
  Nanoseconds given{0};
  for (const Seconds part : parts) {
    so_far += part;
    const Nanoseconds all = std::min(std::chrono::round<Nanoseconds>(so_far), whole);
    rounded.push_back(all - given);
    given = all;
  }
  rounded.back() += whole - given;
  return rounded;
}

/// The packages' parts of one interval of the host.
std::vector<CpuInterval> divide_interval(const CpuInterval& host, const Counted& counted) {
  // The package of CPUs that came online later is not known: they count like the others.
  const Parts capacity = in_proportion(host.capacity, counted.capacity);
  const Parts counted_busy = in_proportion(
      counted.length > none ? sum(counted.busy) * (Seconds(host.length) / counted.length) : none,
      counted.busy);
  const Parts tree =
      divide(host.tree, sum(counted.tree) > none ? counted.tree : counted_busy, capacity);
  const Parts others =
      divide(host.busy - host.tree, difference(counted_busy, tree), difference(capacity, tree));
  const auto trees = in_nanoseconds(tree, host.tree);
  const auto rests = in_nanoseconds(others, host.busy - host.tree);
  const auto capacities = in_nanoseconds(capacity, host.capacity);
  std::vector<CpuInterval> packages;
  for (std::size_t p = 0; p < tree.size(); ++p) {
    const Nanoseconds busy = trees[p] + rests[p];
    packages.push_back(
        {host.length, trees[p], busy, std::max(capacities[p], busy), host.between_readings});
  }
  return packages;
}

/// The line of each CPU is cut off by itself. Errors of many add up to the root of their number.
Nanoseconds quantum_of(const PackageTime& package, Nanoseconds tick) {
  return Nanoseconds(std::llround(static_cast<double>(tick.count()) *
                                  std::sqrt(std::max(package.host.online_cpus, 1))));
}

} // namespace

std::vector<CpuHistory> divide_among_packages(const std::vector<Sample>& samples,
                                              const CpuHistory& host, Nanoseconds tick) {
  std::vector<CpuHistory> packages(samples.front().packages.size());
  for (std::size_t p = 0; p < packages.size(); ++p) {
    packages[p].quantum = quantum_of(samples.front().packages[p], host.quantum);
    packages[p].turns = host.turns;
  }
  const std::vector<BusyTime> ways = ways_of(samples, tick);
  for (const Window& window : windows_of(host.intervals, samples)) {
    const Counted counted = count(samples[window.first], samples[window.last], ways);
    for (std::size_t i = window.first; i < window.last; ++i) {
      const auto intervals = divide_interval(host.intervals[i], counted);
      for (std::size_t p = 0; p < packages.size(); ++p) {
        packages[p].intervals.push_back(intervals[p]);
        packages[p].tree += intervals[p].tree;
        packages[p].busy += intervals[p].busy;
      }
    }
  }
  return packages;
}

} // namespace joules
