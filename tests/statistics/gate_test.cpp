// SPDX-License-Identifier: Apache-2.0
#include "joules/statistics/gate.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <vector>

TEST_SUITE("statistics") {

  using namespace joules;

  namespace {

  const Gate twelve_joules{GateKind::budget, Metric::energy_tree, 12};

  Summary around(double mean, double half_width, std::size_t n) {
    Summary summary;
    summary.n = n;
    summary.mean = mean;
    if (n > 1) summary.bounds = Interval{mean - half_width, mean + half_width};
    return summary;
  }

  GateVerdict verdict(const Summary& summary, GateRule rule = GateRule::automatic,
                      bool at_least = false) {
    return judge(twelve_joules, rule, summary, at_least).verdict;
  }

  } // namespace

  TEST_CASE("below six runs the mean decides") {
    CHECK(verdict(around(12, 0, 1)) == GateVerdict::pass); // the limit itself is kept
    CHECK(verdict(around(12.01, 0, 1)) == GateVerdict::fail);
    CHECK(verdict(around(11.9, 1, 5)) == GateVerdict::pass);
    CHECK(judge(twelve_joules, GateRule::automatic, around(11.9, 1, 5), false).rule ==
          GateRule::point);
  }

  TEST_CASE("from six runs on only a bound past the limit fails, only one within it passes") {
    CHECK(verdict(around(11.5, 0.4, 6)) == GateVerdict::pass);
    CHECK(verdict(around(12.5, 0.4, 6)) == GateVerdict::fail);
    CHECK(verdict(around(11.9, 0.4, 6)) == GateVerdict::inconclusive);
    CHECK(verdict(around(12.1, 0.4, 6)) == GateVerdict::inconclusive);
  }

  TEST_CASE("the user's rule beats the number of runs") {
    CHECK(verdict(around(12.1, 0.4, 6), GateRule::point) == GateVerdict::fail);
    CHECK(verdict(around(11.9, 0.4, 2), GateRule::confident) == GateVerdict::inconclusive);
    const GateFinding one = judge(twelve_joules, GateRule::confident, around(11, 0, 1), false);
    CHECK(one.verdict == GateVerdict::inconclusive);
    CHECK_FALSE(one.reason.empty());
  }

  TEST_CASE("a lower bound can fail, but never pass") {
    CHECK(verdict(around(13, 0, 1), GateRule::automatic, true) == GateVerdict::fail);
    const GateFinding finding =
        judge(twelve_joules, GateRule::automatic, around(11, 0.1, 10), true);
    CHECK(finding.verdict == GateVerdict::inconclusive);
    CHECK_FALSE(finding.reason.empty());
  }

  TEST_CASE("runs that use exactly what is allowed keep the limit") {
    const Gate tenth{GateKind::budget, Metric::energy_tree, 0.1};
    for (const std::size_t n : {1U, 3U, 6U, 10U}) {
      const Summary summary = summarize(std::vector<double>(n, 0.1));
      CHECK(judge(tenth, GateRule::automatic, summary, false).verdict == GateVerdict::pass);
    }
  }

  TEST_CASE("a regression is held against the percent that are allowed") {
    const Gate five{GateKind::regression, Metric::energy_tree, 5};
    Comparison comparison;
    comparison.n_reference = 10;
    comparison.n_candidate = 8;
    const auto verdict_at = [&](double ratio, double low, double high) {
      comparison.ratio = ratio;
      comparison.bounds = Interval{low, high};
      return judge(five, GateRule::automatic, comparison, false).verdict;
    };
    CHECK(verdict_at(1.08, 1.06, 1.1) == GateVerdict::fail);
    CHECK(verdict_at(1.02, 1.0, 1.04) == GateVerdict::pass);
    CHECK(verdict_at(0.9, 0.8, 1.01) == GateVerdict::pass);
    CHECK(verdict_at(1.05, 1.02, 1.08) == GateVerdict::inconclusive);
    const GateFinding finding = judge(five, GateRule::automatic, comparison, false);
    CHECK(*finding.value == doctest::Approx(5));
    CHECK(finding.n == 8);
    CHECK(judge(five, GateRule::automatic, comparison, true).verdict == GateVerdict::inconclusive);
    comparison.ratio = 2;
    comparison.bounds = Interval{1.9, 2.1};
    // Where part of the energy was not read, neither more nor less is known.
    CHECK(judge(five, GateRule::automatic, comparison, true).verdict == GateVerdict::inconclusive);
    comparison.n_reference = 1;
    comparison.bounds.reset();
    CHECK(judge(five, GateRule::automatic, comparison, false).rule == GateRule::point);
  }

  TEST_CASE("at the limit itself one build in twenty fails by chance, not every other one") {
    std::mt19937_64 random(3);
    std::normal_distribution<double> noise(12, 0.36); // 3 %
    int failed = 0, failed_by_mean = 0;
    constexpr int repetitions = 4000;
    for (int i = 0; i < repetitions; ++i) {
      std::vector<double> values(10);
      std::generate(values.begin(), values.end(), [&] { return noise(random); });
      failed += verdict(summarize(values)) == GateVerdict::fail;
      failed_by_mean += verdict(summarize(values), GateRule::point) == GateVerdict::fail;
    }
    CHECK(failed < repetitions * 0.065);
    CHECK(failed > repetitions * 0.035);
    CHECK(failed_by_mean > repetitions * 0.45);
  }
}
