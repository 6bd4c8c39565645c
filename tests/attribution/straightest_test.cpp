// SPDX-License-Identifier: Apache-2.0
#include "attribution/straightest.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>

TEST_SUITE("attribution") {

  using doctest::Approx;
  using joules::straightest;
  using Curve = std::vector<double>;

  namespace {

  void check(const Curve& curve, const Curve& expected) {
    REQUIRE(curve.size() == expected.size());
    for (std::size_t i = 0; i < curve.size(); ++i) {
      CAPTURE(i);
      CHECK(curve[i] == Approx(expected[i]));
    }
  }

  /// Readings of `truth` that are cut off to whole numbers: the walls are one apart.
  Curve walls(const Curve& truth, double above) {
    Curve wall;
    for (const double value : truth) wall.push_back(std::floor(value) + above);
    return wall;
  }

  } // namespace

  TEST_CASE("a string without room follows the readings") {
    check(straightest({0, 1, 2}, {0, 5, 6}, {0, 5, 6}), {0, 5, 6});
  }

  TEST_CASE("a string turns at the walls only") {
    // Straight from 0 to 10 it would be at 5 in the middle, where it may be 2 at most.
    check(straightest({0, 5, 10}, {0, 1, 10}, {0, 2, 10}), {0, 2, 10});
    check(straightest({0, 5, 10}, {0, 7, 10}, {0, 8, 10}), {0, 7, 10});
    check(straightest({0, 5, 10}, {0, 1, 10}, {0, 9, 10}), {0, 5, 10});
  }

  TEST_CASE("the ends of a string are free: where it turns decides where it begins") {
    // From the middle of the wide first wall it would rise at once.
    check(straightest({0, 1, 2, 3}, {-10, 0, 0, 9}, {0, 0, 0, 11}), {0, 0, 0, 10});
  }

  TEST_CASE("of a quantity that does not change, cut off at changing heights, nothing is left") {
    Curve at, high;
    for (int i = 0; i < 40; ++i) {
      at.push_back(i);
      high.push_back(std::fmod(i * 0.618, 1.0)); // the truth is 0, up to 1 above what is shown
    }
    Curve low = high;
    for (double& value : low) value -= 1;
    const Curve curve = straightest(at, low, high);
    CHECK(curve.back() - curve.front() < 0.15); // of walls that are 1 apart
  }

  TEST_CASE("a steady rise is found between its steps") {
    Curve at, truth;
    for (int i = 0; i < 100; ++i) at.push_back(i), truth.push_back(0.3 * i);
    const Curve curve = straightest(at, walls(truth, 0), walls(truth, 1));
    CHECK(curve.back() - curve.front() == Approx(truth.back()).epsilon(0.03));
    for (std::size_t i = 1; i < curve.size(); ++i)
      CHECK(curve[i] - curve[i - 1] == Approx(0.3).epsilon(0.05));
  }

  TEST_CASE("walls that cross meet in the middle") {
    check(straightest({0, 1}, {4, 0}, {5, 2}), {3, 3}); // it may not fall
  }

  TEST_CASE("one position and none are no curves to speak of") {
    check(straightest({7}, {1}, {3}), {2});
    check(straightest({}, {}, {}), {});
  }

  TEST_CASE("a string never falls, stays between the walls, and turns where it touches one") {
    std::mt19937 dice(1);
    const auto to = [&](double most) { return most * static_cast<double>(dice()) / 4294967296.0; };
    for (int n = 0; n < 2000; ++n) {
      CAPTURE(n);
      Curve at{0}, low{0}, high;
      for (int i = 1 + static_cast<int>(to(30)); i > 0; --i) {
        at.push_back(at.back() + 0.1 + to(2));
        low.push_back(low.back() + (to(3) < 1 ? to(5) : 0));
      }
      for (const double wall : low) high.push_back(wall + 1);
      const Curve curve = straightest(at, low, high);
      for (std::size_t i = 0; i < curve.size(); ++i) {
        REQUIRE(curve[i] >= low[i] - 1e-9);
        REQUIRE(curve[i] <= high[i] + 1e-9);
        if (i > 0) REQUIRE(curve[i] >= curve[i - 1] - 1e-9);
        if (i == 0 || i + 1 == curve.size()) continue;
        const double before = (curve[i] - curve[i - 1]) / (at[i] - at[i - 1]);
        const double after = (curve[i + 1] - curve[i]) / (at[i + 1] - at[i]);
        if (after > before + 1e-6) REQUIRE(curve[i] == Approx(high[i]));
        if (after < before - 1e-6) REQUIRE(curve[i] == Approx(low[i]));
      }
    }
  }

} // TEST_SUITE
