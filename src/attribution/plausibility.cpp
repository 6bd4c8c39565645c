// SPDX-License-Identifier: Apache-2.0
#include "attribution/plausibility.hpp"

#include "joules/decimal.hpp"

#include <algorithm>

namespace joules {

namespace {

/// Sixteen DDR5 modules of a socket at work stay below it, or near.
constexpr Watts much_memory{150};
constexpr Watts quiet_packages{100};
constexpr double most_per_package = 4;
/// Full modules differ tenfold between idle and work. Less than a watt is a socket without modules.
constexpr double most_per_sibling = 15;
constexpr Watts least_sibling{1};
constexpr Seconds long_run{1};
constexpr int often_enough = 10;

std::string watts(Watts power) {
  return significant(power.value, 3) + " W";
}

class Doubts {
public:
  Doubts(const std::vector<CounterHistory>& counters, Seconds length)
      : counters_(counters), length_(length) {
    for (const CounterHistory& one : counters)
      if (!one.counter.memory && one.is_measured()) packages_ += one.total;
  }

  [[nodiscard]] std::string about(const CounterHistory& one) const {
    if (one.is_distrusted())
      return "shows more than the " + watts(one.counter.largest_power) + " that it can draw";
    if (!one.counter.memory || is_coarse(one)) return {};
    const Watts shown = power(one);
    if (const auto sibling = quietest_sibling(one))
      return "shows " + watts(shown) + " beside " + watts(*sibling) +
             " of other memory, more than memory can differ";
    const bool beyond_packages =
        packages_ > Joules{0} && (one.total > packages_ * most_per_package ||
                                  (shown > much_memory && packages_ / length_ < quiet_packages));
    return beyond_packages ? "shows " + watts(shown) + ", more than memory can use" : "";
  }

private:
  [[nodiscard]] Watts power(const CounterHistory& one) const { return one.total / length_; }

  [[nodiscard]] bool is_coarse(const CounterHistory& one) const {
    return length_ < long_run && one.moves < often_enough;
  }

  /// The power of the quietest other memory, where it is too far below this one's.
  [[nodiscard]] std::optional<Watts> quietest_sibling(const CounterHistory& one) const {
    std::optional<Watts> least;
    for (const CounterHistory& other : counters_) {
      if (&other == &one || !other.counter.memory || !other.is_measured()) continue;
      const Watts sibling = power(other);
      if (sibling >= least_sibling && (!least || sibling < *least)) least = sibling;
    }
    if (!least || power(one) <= much_memory || power(one) <= *least * most_per_sibling) return {};
    return least;
  }

  const std::vector<CounterHistory>& counters_;
  Seconds length_;
  Joules packages_{0}; // of those that are believed
};

} // namespace

std::vector<std::string> doubts_about(const std::vector<CounterHistory>& counters, Seconds length) {
  const Doubts doubts(counters, length);
  std::vector<std::string> reasons;
  for (const CounterHistory& one : counters) reasons.push_back(doubts.about(one));
  return reasons;
}

} // namespace joules
