// SPDX-License-Identifier: Apache-2.0
// How often verdicts are wrong, by simulation. The whole tables are those of
// tests/bench/verdicts.cpp; here are the rates that the manual promises. Values only: no clock, and
// seeds that are fixed.
#include "statistics/compared_series.hpp"
#include "statistics/gate.hpp"
#include "support/simulated_runs.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <vector>

TEST_SUITE("statistics") {

  using namespace joules;
  using namespace joules::test;

  namespace {

  constexpr int repetitions = 2000;
  constexpr double at_most = 6; // percent

  constexpr Noise independent[] = {Noise::normal, Noise::log_normal, Noise::t3};

  struct Rates {
    double fail = 0, pass = 0; // percent

    void add(GateVerdict verdict) {
      fail += 100.0 / repetitions * (verdict == GateVerdict::fail);
      pass += 100.0 / repetitions * (verdict == GateVerdict::pass);
    }
  };

  /// Of a budget at the true mean.
  Rates budget_rates(Noise noise, std::size_t n) {
    const Gate gate{GateKind::budget, Metric::energy_tree, 1};
    Rates rates;
    for (std::uint64_t seed = 1; seed <= repetitions; ++seed)
      rates.add(judge(gate, GateRule::automatic,
                      summarize(SimulatedRuns(noise, seed * 31 + n).next(n)), std::nullopt, false)
                    .verdict);
    return rates;
  }

  /// Of a regression of 5 % that there is.
  Rates regression_rates(Noise noise, std::size_t saved, std::size_t now) {
    const Gate gate{GateKind::regression, Metric::energy_tree, 5};
    Rates rates;
    for (std::uint64_t seed = 1; seed <= repetitions; ++seed) {
      SimulatedRuns before(noise, 2 * seed + 1), after(noise, 2 * seed + 2);
      rates.add(judge(gate, GateRule::automatic,
                      *compare_unpaired(before.next(saved), after.next(now, 1.05)), false)
                    .verdict);
    }
    return rates;
  }

  bool differs(const Comparison& comparison) {
    return comparison.verdict == ComparisonVerdict::lower ||
           comparison.verdict == ComparisonVerdict::higher;
  }

  /// Of how many experiments some candidate of `candidates` equals differs from the reference.
  double any_differs(Noise noise, std::size_t candidates, std::size_t pairs, int experiments,
                     double reference_uses = 1) {
    int found = 0;
    for (int i = 0; i < experiments; ++i) {
      std::vector<Series> commands;
      for (const auto& energies : interleaved(noise, candidates + 1, pairs,
                                              static_cast<std::uint64_t>(i) + 1, reference_uses)) {
        Series series;
        for (const double energy : energies) {
          series.runs.emplace_back();
          series.runs.back()[Metric::energy_tree] = energy;
        }
        commands.push_back(series);
      }
      bool any = false;
      for (const MetricComparison& comparison : compared_in_pairs(commands))
        any |= comparison.result && differs(*comparison.result);
      found += any;
    }
    return 100.0 * found / experiments;
  }

  } // namespace

  TEST_CASE("a budget at the true mean is seldom failed and seldom passed") {
    for (const Noise noise : independent)
      for (const std::size_t n : {2U, 5U, 6U, 10U, 30U}) {
        CAPTURE(name_of(noise));
        CAPTURE(n);
        const Rates rates = budget_rates(noise, n);
        CHECK(rates.fail <= at_most);
        CHECK(rates.pass <= at_most);
        CHECK(rates.fail >= 2.5); // nor is everything unsure
        CHECK(rates.pass >= 2.5);
      }
  }

  TEST_CASE("runs that depend on one another: 30 of them show it, and count as fewer") {
    const Rates rates = budget_rates(Noise::dependent, 30);
    CHECK(rates.fail <= 7); // 5.7 % in 10 000
    CHECK(rates.pass <= 7);
    const Rates saved = regression_rates(Noise::dependent, 30, 30);
    CHECK(saved.fail <= at_most);
    CHECK(saved.pass <= at_most);
  }

  TEST_CASE("a regression at its limit is seldom failed and seldom passed") {
    constexpr std::array<std::size_t, 2> sizes[] = {{5, 1},  {5, 5},  {5, 30},
                                                    {10, 1}, {10, 2}, {30, 6}};
    for (const Noise noise : independent)
      for (const std::array<std::size_t, 2>& runs : sizes) {
        const std::size_t saved = runs[0], now = runs[1];
        CAPTURE(name_of(noise));
        CAPTURE(saved);
        CAPTURE(now);
        const Rates rates = regression_rates(noise, saved, now);
        CHECK(rates.fail <= 6.5);
        CHECK(rates.pass <= 6.5);
        CHECK(rates.fail >= 2.5);
        CHECK(rates.pass >= 2.5);
      }
    const Rates two_saved = regression_rates(Noise::normal, 2, 10);
    CHECK(two_saved.fail == 0);
    CHECK(two_saved.pass == 0);
  }

  TEST_CASE("of equals in pairs few differ, whatever the noise, and though the machine drifts") {
    for (const Noise noise : all_noises)
      for (const std::size_t pairs : {5U, 6U, 10U}) {
        CAPTURE(name_of(noise));
        CAPTURE(pairs);
        CHECK(any_differs(noise, 1, pairs, repetitions) <= at_most);
      }
  }

  TEST_CASE("6 pairs find a difference of 5 % more often than 5 do") {
    const double by_five = any_differs(Noise::normal, 1, 5, repetitions, 0.95);
    CHECK(by_five > 45);
    CHECK(any_differs(Noise::normal, 1, 6, repetitions, 0.95) > by_five);
    CHECK(any_differs(Noise::normal, 1, 10, repetitions, 0.95) > 85);
  }

  TEST_CASE("of many candidates that are equal seldom one differs") {
    for (const std::size_t candidates : {3U, 10U, 25U})
      CHECK(any_differs(Noise::normal, candidates, 10, 400) <= 8); // 5 % and chance
  }
}
