// SPDX-License-Identifier: Apache-2.0
#include "attribution/counter_delta.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

namespace joules {

namespace {

/// More than CLOCK_BOOTTIME and CLOCK_MONOTONIC drift apart between two reads of them.
constexpr auto shortest_sleep = std::chrono::milliseconds(50);
/// When the counter changed last before the run is not known; slow ones change every second.
constexpr auto assumed_standstill = std::chrono::seconds(2);
/// Above the largest power by half, and a few register periods of 1 ms.
constexpr double margin = 1.5;
constexpr Seconds register_slack{0.005};
/// Shorter runs are mostly what a slow counter had stood still before.
constexpr Seconds shortest_steady_run{1};

/// What tells a counter that has stopped from one that moves rarely.
constexpr Seconds shortest_stop{2};
constexpr double times_as_long = 5;

struct Step {
  Microjoules delta;
  bool wrapped = false;
  bool restarted = false;
};

/// From one reading to the next; `slept`: counters may start anew after suspend.
Step step_between(std::uint64_t before, std::uint64_t after,
                  const std::optional<Microjoules>& modulus, bool slept) {
  if (after >= before) return {{after - before}, false, false};
  if (slept || !modulus) return {{after}, false, true};
  return {{after + (modulus->count - std::min(before, modulus->count))}, true, false};
}

/// Walks the readings of one counter.
class Walk {
public:
  Walk(const std::vector<Sample>& samples, const CounterReadings& counter)
      : samples_(samples), counter_(counter.counter), readings_(counter.readings) {
    history_.counter = counter.counter;
    const std::size_t intervals = samples.empty() ? 0 : samples.size() - 1;
    history_.intervals.resize(intervals);
    history_.known.resize(intervals, false);
  }

  CounterHistory to_the_end() {
    for (std::size_t i = 0; i < samples_.size(); ++i)
      if (readings_[i] == impossible_reading)
        ++history_.impossible;
      else if (reading(i))
        meet(i);
    if (suspect_) count_impossible();
    for (const Joules energy : history_.intervals) history_.total += energy;
    history_.beyond_its_power = is_beyond_its_power();
    if (has_stopped()) history_.stopped_after = samples_[still_since_].at - samples_.front().at;
    add_standstill_at_ends();
    return std::move(history_);
  }

private:
  /// Nothing where the read failed, or showed what the counter cannot.
  [[nodiscard]] Reading reading(std::size_t i) const {
    const Reading& shown = readings_[i];
    const bool none = shown == impossible_reading ||
                      (counter_.modulus && shown && *shown > counter_.modulus->count);
    return none ? std::nullopt : shown;
  }

  /// At the end of the run it stood still, five times as long as ever before. No package that works
  /// draws nothing, nor does its memory.
  [[nodiscard]] bool has_stopped() const {
    if (!counter_.package || history_.moves == 0) return false;
    Seconds usual = std::max(history_.longest_standstill, still_at_first_);
    for (std::size_t i = 1; i <= still_since_; ++i)
      usual = std::max<Seconds>(usual, samples_[i].at - samples_[i - 1].at);
    const Seconds still = samples_[*base_].at - samples_[still_since_].at;
    return still >= shortest_stop && still >= usual * times_as_long;
  }

  /// Before it moved first it may have stood still for as long as until then, and likewise at last.
  /// One that moved once may do so as rarely as the whole run is long, or more rarely.
  void add_standstill_at_ends() {
    if (history_.moves == 0) return;
    const Seconds still_at_last = samples_[*base_].at - samples_[still_since_].at;
    const Seconds at_ends = history_.moves == 1 ? still_at_first_ + still_at_last
                                                : std::max(still_at_first_, still_at_last);
    history_.longest_standstill = std::max(history_.longest_standstill, at_ends);
  }

  /// REQUIRES: a suspect.
  void count_impossible() {
    if (*reading(*suspect_) > *reading(*base_)) ++history_.impossible;
  }

  /// Within the power that single steps are held to, and yet above what can be drawn for long.
  [[nodiscard]] bool is_beyond_its_power() const {
    if (samples_.size() < 2) return false;
    const Seconds all = samples_.back().at - samples_.front().at;
    return all >= shortest_steady_run &&
           history_.total > counter_.largest_power *
                                Seconds(all + assumed_standstill + history_.longest_standstill);
  }

  [[nodiscard]] Step step_to(std::size_t from, std::size_t to) const {
    const bool slept = samples_[to].asleep - samples_[from].asleep > shortest_sleep;
    return step_between(*reading(from), *reading(to), counter_.modulus, slept);
  }

  [[nodiscard]] bool is_plausible(const Step& step, std::size_t to) const {
    const Seconds standstill = samples_[to].at - changed_at_ + register_slack;
    return joules_of(step.delta) <= counter_.largest_power * margin * standstill;
  }

  void meet(std::size_t i) {
    if (!base_) {
      base_ = still_since_ = i;
      changed_at_ = samples_[i].at - assumed_standstill;
      return;
    }
    const Step step = step_to(*base_, i);
    if (is_plausible(step, i)) {
      history_.restarted |= may_have_restarted(i);
      return accept(step, i);
    }
    if (!suspect_) {
      suspect_ = i;
      return;
    }
    // Two readings in a row that agree on another level: the counter has jumped, not been misread.
    count_impossible();
    history_.restarted = true;
    base_ = std::exchange(suspect_, std::nullopt);
    still_since_ = *base_;
    changed_at_ = samples_[*base_].at - assumed_standstill;
    meet(i);
  }

  /// A counter that fell, and whose next reading may belong to the old level or to a new start: the
  /// old level gives a lower bound, and it is said that it is one.
  [[nodiscard]] bool may_have_restarted(std::size_t i) const {
    return suspect_ && *reading(*suspect_) < *reading(*base_) &&
           *reading(*suspect_) <= *reading(i) && is_plausible(step_to(*suspect_, i), i);
  }

  void accept(const Step& step, std::size_t i) {
    const Seconds gap = samples_[i].at - samples_[*base_].at;
    if (counter_.modulus && gap > wrap_time(*counter_.modulus)) history_.wrapped_unseen = true;
    history_.wraps += step.wrapped ? 1 : 0;
    history_.restarted |= step.restarted;
    if (step.delta.count > 0) {
      if (history_.moves == 0) still_at_first_ = samples_[*base_].at - samples_[still_since_].at;
      if (history_.moves > 0)
        history_.longest_standstill =
            std::max<Seconds>(history_.longest_standstill, samples_[*base_].at - changed_at_);
      if (history_.moves == 0) history_.first_step = joules_of(step.delta);
      ++history_.moves;
      history_.largest_step = std::max(history_.largest_step, joules_of(step.delta));
      changed_at_ = samples_[i].at;
    }
    // A counter that is updated rarely shows energy that was used since its last move.
    spread(joules_of(step.delta), step.delta.count > 0 ? still_since_ : *base_, i);
    if (step.delta.count > 0) still_since_ = i;
    if (suspect_) count_impossible();
    base_ = i;
    suspect_.reset();
  }

  /// Evenly by time over the intervals between the samples `from` and `to`.
  void spread(Joules energy, std::size_t from, std::size_t to) {
    const Seconds gap = samples_[to].at - samples_[from].at;
    for (std::size_t i = from; i < to; ++i) {
      const Seconds length = samples_[i + 1].at - samples_[i].at;
      const double part = gap.count() > 0 ? length / gap : 1.0 / static_cast<double>(to - from);
      history_.intervals[i] = energy * part;
      history_.known[i] = true;
    }
  }

  const std::vector<Sample>& samples_;
  const Counter& counter_;
  const std::vector<Reading>& readings_;
  std::optional<std::size_t> base_;    // the last reading that is believed
  std::optional<std::size_t> suspect_; // one after it that no machine could have reached
  std::size_t still_since_ = 0;        // the reading at which it moved last, or its first one
  Seconds still_at_first_{0};
  Instant changed_at_{0};
  CounterHistory history_;
};

} // namespace

bool CounterHistory::is_partial() const {
  return restarted || wrapped_unseen || stopped_after ||
         !std::all_of(known.begin(), known.end(), std::identity{});
}

bool CounterHistory::is_measured() const {
  const bool moves_often = moves > (stopped_after ? 1 : 0);
  return moves_often && !is_distrusted() &&
         std::any_of(known.begin(), known.end(), std::identity{});
}

CounterHistory history_of(const std::vector<Sample>& samples, const CounterReadings& counter) {
  return Walk(samples, counter).to_the_end();
}

} // namespace joules
