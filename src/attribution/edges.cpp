// SPDX-License-Identifier: Apache-2.0
#include "attribution/edges.hpp"

#include "attribution/shares.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace joules {

namespace {

constexpr Nanoseconds no_time{0};

/// Exactly 1 where both are alike: an edge is looked for between whole numbers of CPUs.
double quotient(Nanoseconds time, Nanoseconds by) {
  return static_cast<double>(time.count()) / static_cast<double>(by.count());
}

Nanoseconds scaled(Nanoseconds time, double by) {
  return Nanoseconds(std::llround(static_cast<double>(time.count()) * by));
}

/// CPUs that the tree used, on average.
double rate(const CpuInterval& interval) {
  return interval.length > no_time ? quotient(interval.tree, interval.length) : 0;
}

/// Two parts of an interval: with less of the tree, and with more.
struct Cut {
  double less, more;  // CPUs that the tree used in each
  double part;        // of the interval, in which it used more
  bool less_is_known; // which of both is as the neighbour with less
};

/// A smaller part than this may as well be noise of the clocks.
constexpr double small = 0.1;

/// As many CPUs all the time, as far as the clocks tell.
bool is_whole(double rate) {
  return std::abs(rate - std::round(rate)) < small;
}

/// nullopt: it is of one kind, as far as its neighbours tell.
std::optional<Cut> cut_between(double before, double now, double after, double cpus) {
  const double least = std::min(before, after), most = std::max(before, after);
  // Beside one in which the tree ran at times only, both are of the same kind: bursts that are
  // shorter than the intervals.
  if (!is_whole(least)) return std::nullopt;
  Cut cut{};
  cut.less_is_known = now >= least;
  cut.less = cut.less_is_known ? least : std::floor(now);
  cut.more = cut.less_is_known ? std::max(std::ceil(now), std::min(most, cpus)) : least;
  if (cut.more <= cut.less) return std::nullopt;
  cut.part = (now - cut.less) / (cut.more - cut.less);
  // A small part would take the noise of the energy, too.
  if (cut.part < small || cut.part > 1 - small) return std::nullopt;
  return cut;
}

/// The part `share` of `interval`, in which the tree had `tree`.
CpuInterval part_of(const CpuInterval& interval, double share, Nanoseconds tree) {
  const auto of = [&](Nanoseconds time) { return scaled(time, share); };
  CpuInterval part;
  part.between_readings = of(interval.between_readings); // as much finer than these as it was
  part.length = of(interval.length);
  part.capacity = of(interval.capacity);
  part.tree = std::min(tree, part.capacity);
  part.busy = std::min(part.tree + of(interval.busy - interval.tree), part.capacity);
  return part;
}

CpuInterval rest_of(const CpuInterval& interval, const CpuInterval& part) {
  return {interval.length - part.length, interval.tree - part.tree, interval.busy - part.busy,
          interval.capacity - part.capacity, interval.between_readings - part.between_readings};
}

bool is_possible(const CpuInterval& part) {
  return part.length > no_time && part.tree >= no_time && part.busy >= part.tree &&
         part.capacity >= part.busy;
}

std::array<Piece, 2> halves_of(const Piece& piece) {
  Piece first = piece;
  first.of_interval /= 2, first.of_neighbour /= 2;
  first.cpu = part_of(piece.cpu, 0.5, piece.cpu.tree / 2);
  Piece second = first;
  second.cpu = rest_of(piece.cpu, first.cpu);
  return {first, second};
}

} // namespace

std::vector<Piece> cut_at_edges(const std::vector<Joules>& energy,
                                const std::vector<CpuInterval>& intervals) {
  std::vector<Piece> pieces;
  const auto keep_whole = [&](std::size_t i) { pieces.push_back({i, intervals[i]}); };
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    const CpuInterval& interval = intervals[i];
    // Before the run and after it the tree did not exist, but it may run up to both.
    const double now = rate(interval);
    const double before = i > 0 ? rate(intervals[i - 1]) : now;
    const double after = i + 1 < intervals.size() ? rate(intervals[i + 1]) : now;
    const double cpus =
        interval.length > no_time ? quotient(interval.capacity, interval.length) : 0;
    const auto cut = cut_between(before, now, after, cpus);
    if (!cut || interval.length > accounting_window) {
      keep_whole(i);
      continue;
    }
    const CpuInterval more =
        part_of(interval, cut->part, scaled(interval.length, cut->more * cut->part));
    const CpuInterval less = rest_of(interval, more);
    const std::size_t neighbour = before <= after ? i - 1 : i + 1;
    // A neighbour that is shorter than a register's period would lend its noise, many times over.
    constexpr Nanoseconds register_period = std::chrono::milliseconds(1);
    if (!is_possible(more) || !is_possible(less) || intervals[neighbour].length < register_period) {
      keep_whole(i);
      continue;
    }
    const CpuInterval& known = cut->less_is_known ? less : more;
    const double ratio = quotient(known.length, intervals[neighbour].length);
    const bool is_enough = energy[neighbour] * ratio <= energy[i];
    const Piece as_neighbour{i, known, is_enough ? 0.0 : 1.0, neighbour, is_enough ? ratio : 0};
    const Piece rest{i, cut->less_is_known ? more : less, is_enough ? 1.0 : 0.0, neighbour,
                     is_enough ? -ratio : 0};
    const Piece& with_less = cut->less_is_known ? as_neighbour : rest;
    const Piece& with_more = cut->less_is_known ? rest : as_neighbour;
    // Between two that are alike the other part lies in the middle, as nobody knows better: what
    // they differ by in nanoseconds must not decide in which accounting window it was.
    const std::array<Piece, 2> halves = halves_of(as_neighbour);
    if (std::abs(before - after) < small && is_possible(halves[0].cpu) &&
        is_possible(halves[1].cpu)) {
      pieces.insert(pieces.end(), {halves[0], rest, halves[1]});
    } else {
      pieces.push_back(before < after ? with_less : with_more);
      pieces.push_back(before < after ? with_more : with_less);
    }
  }
  return pieces;
}

} // namespace joules
