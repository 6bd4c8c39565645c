// SPDX-License-Identifier: Apache-2.0
#include "sensors/mirrors.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <thread>
#include <utility>

namespace joules {

namespace {

constexpr auto longest_search = std::chrono::milliseconds(40);
/// A few looks at each value of a counter that moves every millisecond.
constexpr auto between_looks = std::chrono::microseconds(250);
constexpr int values_that_prove = 20;
/// Some 3 ms: what has not moved by then cannot move twenty times in 40 ms.
constexpr int looks_at_what_stands_still = 12;
/// Further apart than one register's readings can be while sensors are listed: 1 kW for 50 ms. The
/// looks that follow are exact, so this only keeps ordinary hosts from being looked at.
constexpr std::uint64_t alike_uj = 50'000'000;

std::uint64_t distance(std::uint64_t a, std::uint64_t b) {
  return std::max(a, b) - std::min(a, b);
}

/// A counter that may show what the one named `leader` shows.
struct Suspect {
  std::size_t index = 0;
  std::size_t leader = 0;
  std::optional<std::int64_t> offset; // from the leader's readings to its own
  std::uint64_t last_value = 0;       // the leader's, at which both were equal last
  int values = 0;                     // at which they were
  bool refuted = false;
  std::uint64_t last_reading = 0; // of the leader
  int still = 0;                  // how many looks ago that came up

  [[nodiscard]] bool is_proved() const { return values >= values_that_prove; }
  [[nodiscard]] bool is_settled() const { return refuted || is_proved(); }
};

class MirrorSearch {
public:
  MirrorSearch(OpenSource& source, bool guest) : source_(source), guest_(guest) {
    for (std::size_t i = 1; i < source.counters.size(); ++i) {
      Suspect suspect;
      suspect.index = i;
      if (suspect_anew(suspect, 0)) suspects_.push_back(suspect);
    }
  }

  void look_for(const SearchClock& search_clock) {
    const Instant end = search_clock.now() + longest_search;
    const auto open = [this](const Suspect& suspect) { return is_open(suspect); };
    while (std::ranges::any_of(suspects_, open) && search_clock.now() < end) {
      look_once();
      search_clock.wait(between_looks);
    }
  }

  void leave_out() {
    std::vector<Exclusion> mirrors;
    // The last first, so that the numbers of those before it stay what they are.
    for (auto suspect = suspects_.rbegin(); suspect != suspects_.rend(); ++suspect)
      if (suspect->is_proved() || (guest_ && !suspect->refuted))
        mirrors.push_back(taken_out(*suspect));
    std::move(mirrors.rbegin(), mirrors.rend(), std::back_inserter(source_.about.left_out));
  }

private:
  /// In a guest, what differs only at a later move must not be left out if it can be helped.
  [[nodiscard]] bool is_open(const Suspect& suspect) const {
    return !suspect.is_settled() && (guest_ || suspect.still < looks_at_what_stands_still);
  }

  /// Finds the next counter, from number `from` on, that `suspect` may show; false: there is none.
  bool suspect_anew(Suspect& suspect, std::size_t from) const {
    suspect.leader = from;
    while (suspect.leader < suspect.index && !are_alike(suspect.leader, suspect.index))
      ++suspect.leader;
    suspect.values = 0;
    suspect.offset.reset();
    if (!identity(suspect.index).begins_when_opened()) suspect.offset = 0;
    return suspect.leader < suspect.index;
  }

  [[nodiscard]] bool are_alike(std::size_t first, std::size_t second) const {
    const Counter& a = identity(first);
    const Counter& b = identity(second);
    if (a.memory != b.memory || a.is_integrated() || b.is_integrated() || a.modulus != b.modulus ||
        a.counted_by != b.counted_by)
      return false;
    if (a.begins_when_opened()) return guest_ || (a.package && a.package == b.package);
    if (!a.reading_uj || !b.reading_uj) return false;
    const std::uint64_t apart = distance(*a.reading_uj, *b.reading_uj);
    const bool across_the_end = a.modulus && apart <= a.modulus->count;
    return apart <= alike_uj || (across_the_end && a.modulus->count - apart <= alike_uj);
  }

  [[nodiscard]] const Counter& identity(std::size_t index) const {
    return source_.counters[index]->identity();
  }

  Reading read(std::size_t index) { return reading_of(*source_.counters[index]); }

  void look_once() {
    std::optional<std::size_t> leader;
    Reading before; // of that leader: the second reading of one triple is the first of the next
    for (Suspect& suspect : suspects_) {
      if (!is_open(suspect)) continue;
      if (leader != suspect.leader) before = read(suspect.leader);
      leader = suspect.leader;
      const Reading between = read(suspect.index);
      const Reading after = read(suspect.leader);
      if (before && between && after) weigh(*before, *between, *after, suspect);
      before = after;
    }
  }

  void weigh(std::uint64_t before, std::uint64_t between, std::uint64_t after, Suspect& suspect) {
    suspect.still = after == suspect.last_reading ? suspect.still + 1 : 0;
    suspect.last_reading = after;
    if (after < before) return; // it came round
    const bool stood_still = after == before;
    if (!suspect.offset) {
      if (!stood_still) return;
      suspect.offset = static_cast<std::int64_t>(between - before);
    }
    const std::uint64_t shown = between - static_cast<std::uint64_t>(*suspect.offset);
    // Counts that begin anywhere are cut to microjoules at other places.
    const std::uint64_t tolerance = identity(suspect.index).begins_when_opened() ? 1 : 0;
    if (shown + tolerance < before || shown > after + tolerance) {
      suspect.refuted = !suspect_anew(suspect, suspect.leader + 1);
    } else if (stood_still && (suspect.values == 0 || before != suspect.last_value)) {
      ++suspect.values;
      suspect.last_value = before;
    }
  }

  Exclusion taken_out(const Suspect& suspect) {
    Exclusion mirror{identity(suspect.index),
                     suspect.is_proved() ? Exclusion::Reason::mirror
                                         : Exclusion::Reason::possible_mirror,
                     identity(suspect.leader).name};
    source_.counters.erase(source_.counters.begin() + static_cast<std::ptrdiff_t>(suspect.index));
    return mirror;
  }

  OpenSource& source_;
  bool guest_;
  std::vector<Suspect> suspects_; // by their numbers, ascending
};

} // namespace

SearchClock real_search_clock() {
  return {monotonic_now, [](Nanoseconds time) { std::this_thread::sleep_for(time); }};
}

void leave_out_mirrors(OpenSource& source, bool guest, const SearchClock& search_clock) {
  MirrorSearch search(source, guest);
  search.look_for(search_clock);
  search.leave_out();
}

} // namespace joules
