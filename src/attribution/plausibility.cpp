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
constexpr Seconds long_enough{1};
constexpr int often_enough = 10;

std::string watts(Watts power) {
  return significant(power.value, 3) + " W";
}

class Doubts {
public:
  Doubts(const std::vector<Domain>& domains, const std::vector<CounterHistory>& histories,
         Seconds length)
      : domains_(domains), histories_(histories), length_(length) {
    for (std::size_t d = 0; d < domains.size(); ++d)
      if (!domains[d].memory && histories[d].is_measured()) packages_ += histories[d].total;
  }

  [[nodiscard]] std::string about(std::size_t d) const {
    if (histories_[d].is_distrusted())
      return "shows more than the " + watts(domains_[d].largest_power) + " that it can draw";
    if (!domains_[d].memory || is_coarse(d)) return {};
    const Watts shown = power(d);
    if (const auto sibling = quietest_sibling(d))
      return "shows " + watts(shown) + " beside " + watts(*sibling) +
             " of other memory, more than memory can differ";
    const bool beyond_packages =
        packages_ > Joules{0} && (histories_[d].total > packages_ * most_per_package ||
                                  (shown > much_memory && packages_ / length_ < quiet_packages));
    return beyond_packages ? "shows " + watts(shown) + ", more than memory can use" : "";
  }

private:
  [[nodiscard]] Watts power(std::size_t d) const { return histories_[d].total / length_; }

  [[nodiscard]] bool is_coarse(std::size_t d) const {
    return length_ < long_enough && histories_[d].moves < often_enough;
  }

  /// The power of the quietest other memory, where it is too far below this one's.
  [[nodiscard]] std::optional<Watts> quietest_sibling(std::size_t d) const {
    std::optional<Watts> least;
    for (std::size_t other = 0; other < domains_.size(); ++other) {
      if (other == d || !domains_[other].memory || !histories_[other].is_measured()) continue;
      const Watts sibling = power(other);
      if (sibling >= least_sibling && (!least || sibling < *least)) least = sibling;
    }
    if (!least || power(d) <= much_memory || power(d) <= *least * most_per_sibling) return {};
    return least;
  }

  const std::vector<Domain>& domains_;
  const std::vector<CounterHistory>& histories_;
  Seconds length_;
  Joules packages_{0}; // of those that are believed
};

} // namespace

std::vector<std::string> doubts_about(const std::vector<Domain>& domains,
                                      const std::vector<CounterHistory>& histories,
                                      Seconds length) {
  const Doubts doubts(domains, histories, length);
  std::vector<std::string> reasons;
  for (std::size_t d = 0; d < domains.size(); ++d) reasons.push_back(doubts.about(d));
  return reasons;
}

} // namespace joules
