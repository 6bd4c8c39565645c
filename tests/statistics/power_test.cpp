// SPDX-License-Identifier: Apache-2.0
// How often a comparison is wrong, by simulation: 1 % of noise, and a machine that warms up by 3 %
// over the first runs. Values only: no clock, and seeds that are fixed.
#include "experiment/plan.hpp"
#include "statistics/comparison.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <vector>

TEST_SUITE("statistics") {

  using namespace joules;

  namespace {

  constexpr double noise = 0.01;
  constexpr double warm_up = 0.03;
  constexpr double warm_up_runs = 5; // time constant

  /// The verdict on a candidate that truly uses `ratio` x the reference's energy.
  ComparisonVerdict simulated(double ratio, Order order, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> scatter(0, noise);
    std::vector<double> energies[2];
    double position = 0;
    for (const Step& step :
         steps_of({.commands = 2, .runs = 10, .order = order, .seed = seed * 7919 + 1})) {
      const double truth = step.command == 0 ? 10 : 10 * ratio;
      const double warmed = 1 - warm_up * std::exp(-position++ / warm_up_runs);
      energies[step.command].push_back(truth * warmed * std::exp(scatter(random)));
    }
    return compare_pairs(energies[0], energies[1])->verdict;
  }

  template <class Predicate>
  double share_of(double ratio, Order order, int simulations, Predicate is_counted) {
    int counted = 0;
    for (int seed = 0; seed < simulations; ++seed)
      counted += is_counted(simulated(ratio, order, static_cast<std::uint64_t>(seed)));
    return static_cast<double>(counted) / simulations;
  }

  bool differs(ComparisonVerdict verdict) {
    return verdict == ComparisonVerdict::lower || verdict == ComparisonVerdict::higher;
  }

  } // namespace

  TEST_CASE("of 200 comparisons of equals at most 6 % find a difference") {
    CHECK(share_of(1, Order::pairs, 200, differs) <= 0.06);
    CHECK(share_of(1, Order::pairs, 2000, differs) <= 0.06);
  }

  TEST_CASE("of 200 comparisons with 2 % less at least 90 % find it") {
    const auto is_lower = [](ComparisonVerdict verdict) {
      return verdict == ComparisonVerdict::lower;
    };
    CHECK(share_of(0.98, Order::pairs, 200, is_lower) >= 0.9);
    CHECK(share_of(0.98, Order::pairs, 2000, is_lower) >= 0.9);
  }

  TEST_CASE("one after the other, the warm-up itself would pass for a difference") {
    CHECK(share_of(1, Order::blocked, 200, differs) > 0.3);
  }
}
