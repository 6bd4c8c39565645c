// SPDX-License-Identifier: Apache-2.0
#include "attribution/uncertainty.hpp"

#include "attribution/shares.hpp"
#include "attribution/windows.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>

namespace joules {

namespace {

constexpr double hoeffding = 1.36;

/// `time`, moved by the interval's part of `change`.
Nanoseconds moved(Nanoseconds time, Nanoseconds change, double part) {
  return time + Nanoseconds(std::llround(static_cast<double>(change.count()) * part));
}

/// The part of a window's energy that is attributed when the tree's time, or the busy time, is
/// another.
class WindowShare {
public:
  WindowShare(const EnergySeries& energy, const CpuHistory& cpu, const Window& window,
              Policy::Kind policy)
      : energy_(energy.begin() + static_cast<std::ptrdiff_t>(window.first),
                energy.begin() + static_cast<std::ptrdiff_t>(window.last)),
        policy_(policy) {
    cpu_.intervals.assign(cpu.intervals.begin() + static_cast<std::ptrdiff_t>(window.first),
                          cpu.intervals.begin() + static_cast<std::ptrdiff_t>(window.last));
    cpu_.turns = cpu.turns;
    for (const CpuInterval& interval : cpu_.intervals) length_ += interval.length;
  }

  [[nodiscard]] Joules with_busy(Nanoseconds more) const {
    CpuHistory other = cpu_;
    for (CpuInterval& interval : other.intervals)
      interval.busy = std::clamp(moved(interval.busy, more, ratio(interval.length, length_)),
                                 interval.tree, interval.capacity);
    return attributed_by(other);
  }

  [[nodiscard]] Joules with_tree(Nanoseconds more) const {
    CpuHistory other = cpu_;
    for (CpuInterval& interval : other.intervals)
      interval.tree = std::clamp(moved(interval.tree, more, ratio(interval.length, length_)),
                                 Nanoseconds{0}, interval.busy);
    return attributed_by(other);
  }

private:
  [[nodiscard]] Joules attributed_by(const CpuHistory& cpu) const {
    return sum(attributed(energy_, cpu, policy_).tree);
  }

  EnergySeries energy_;
  Policy::Kind policy_;
  CpuHistory cpu_;
  Nanoseconds length_{0};
};

/// Power from two periods before the reading `i` to two after it, or to the ends of what is known:
/// a counter that is updated rarely shows nothing in most intervals, and all of it in one.
struct PowerAround {
  Watts mean;
  Watts range; // from its least to its most
};

/// The first `known` intervals count: what follows a counter's last move says nothing of power.
PowerAround power_around(std::size_t i, std::size_t known, const EnergySeries& energy,
                         const std::vector<CpuInterval>& intervals, Seconds period) {
  Joules around{0};
  Seconds before{0}, after{0};
  Watts least{std::numeric_limits<double>::infinity()}, most{0};
  const auto meet = [&](std::size_t interval, Seconds& length) {
    const Seconds own = intervals[interval].length;
    around += energy[interval];
    length += own;
    if (own <= Seconds{0}) return;
    least = std::min(least, energy[interval] / own);
    most = std::max(most, energy[interval] / own);
  };
  constexpr std::size_t far = 256; // intervals: more would take a second of a long run's end
  i = std::min(i, known);
  for (std::size_t from = i; from > 0 && before < period * 2 && i - from < far; --from)
    meet(from - 1, before);
  for (std::size_t to = i; to < known && after < period * 2 && to - i < far; ++to) meet(to, after);
  const Seconds length = std::max(before + after, Seconds{1e-9});
  return {around / length, most > least ? most - least : Watts{0}};
}

/// What was used before the reading `i`, at most, and shows only after it.
Joules late_at(std::size_t i, std::size_t known, const EnergySeries& energy,
               const std::vector<CpuInterval>& intervals, const CounterGrain& grain) {
  const PowerAround around = power_around(i, known, energy, intervals, grain.period);
  if (i == 0 && grain.aligned) return Joules{0};
  if (grain.integrated) return around.range * grain.period;
  const Joules late = around.mean * grain.period;
  if (i >= known) return late;
  if (i > 0) return std::min(late, grain.largest_step);
  // All of the first step may be of another power, from before the run.
  const Seconds length = intervals.front().length;
  const Watts shown = length > Seconds{0} ? energy.front() / length : Watts{0};
  return std::min(std::max(late, shown * grain.period), grain.first_step);
}

/// By how long the others' turns may have been: the farther end of that range, as the likely turn
/// is near the least where readings are few. And by turns that are not as they were taken to be,
/// for which a third of what they change is allowed.
Joules turns_error(const EnergySeries& energy, const CpuHistory& cpu, Policy::Kind policy) {
  const auto with = [&](Seconds turn) {
    CpuHistory other = cpu;
    other.turns.likely = turn;
    return sum(attributed(energy, other, policy).tree).value;
  };
  const double now = with(cpu.turns.likely);
  const double range = std::max(std::abs(with(cpu.turns.least) - now), //
                                std::abs(with(cpu.turns.most) - now));
  return Joules{range + std::abs(now - with(Seconds{0})) / 3};
}

double largest_change(Joules less, Joules now, Joules more) {
  return std::max(std::abs(less.value - now.value), std::abs(more.value - now.value));
}

} // namespace

void ErrorBound::add(double joules) {
  sum_ += std::abs(joules);
  squares_ += joules * joules;
}

Joules ErrorBound::half_width() const {
  return Joules{std::min(sum_ / 2, hoeffding * std::sqrt(squares_))};
}

Joules together(const std::vector<Joules>& half_widths) {
  double squares = 0;
  for (const Joules half_width : half_widths) squares += half_width.value * half_width.value;
  return Joules{std::sqrt(squares)};
}

Joules counter_error(const EnergySeries& energy, const std::vector<double>& weights,
                     const std::vector<CpuInterval>& intervals, const CounterGrain& grain) {
  ErrorBound bound;
  const auto moved_last = std::find_if(energy.rbegin(), energy.rend(),
                                       [](Joules joules) { return joules > Joules{0}; });
  const std::size_t known =
      grain.integrated ? energy.size() : static_cast<std::size_t>(energy.rend() - moved_last);
  // A counter is late, never early: what it shows too much from before the start, and too little at
  // the end, cancel out only as far as both are alike.
  double one_way = 0;
  for (std::size_t i = 0; i <= energy.size(); ++i) {
    const double before = i > 0 ? weights[i - 1] : 0;
    const double after = i < weights.size() ? weights[i] : 0;
    const Joules late = late_at(i, known, energy, intervals, grain);
    bound.add((late + grain.unit).value * (before - after));
    if (!grain.integrated) one_way += late.value * (before - after);
  }
  return bound.half_width() + Joules{std::abs(one_way) / 2};
}

Joules clock_error(const EnergySeries& energy, const CpuHistory& cpu, Policy::Kind policy,
                   Nanoseconds tree_quantum) {
  if (energy.empty()) return Joules{0};
  ErrorBound others, tree;
  double others_before = 0;
  std::optional<double> tree_before;
  for (const Window& window : windows_of(cpu.intervals)) {
    const WindowShare share(energy, cpu, window, policy);
    const Joules now = share.with_busy(Nanoseconds{0});
    const double by_others =
        policy == Policy::Kind::capacity
            ? 0
            : largest_change(share.with_busy(-cpu.quantum), now, share.with_busy(cpu.quantum));
    others.add(by_others - others_before);
    others_before = by_others;
    const double by_tree =
        largest_change(share.with_tree(-tree_quantum), now, share.with_tree(tree_quantum));
    if (tree_before) tree.add(by_tree - *tree_before);
    tree_before = by_tree;
  }
  others.add(others_before);
  return together({others.half_width(), tree.half_width(), turns_error(energy, cpu, policy)});
}

Joules unseen_error(Joules host, const CpuHistory& cpu, Nanoseconds unseen) {
  return host * ratio(std::min(unseen, cpu.busy - cpu.tree), cpu.busy);
}

} // namespace joules
