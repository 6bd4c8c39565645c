// SPDX-License-Identifier: Apache-2.0
#include "statistics/gate.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

TEST_SUITE("statistics") {

  using namespace joules;

  namespace {

  const Gate twelve_joules{GateKind::budget, Metric::energy_tree, 12};

  Summary around(double mean, double half_width, std::size_t n) {
    Summary summary;
    summary.n = n;
    summary.effective_n = static_cast<double>(n);
    summary.mean = mean;
    if (n > 1) summary.bounds = Interval{mean - half_width, mean + half_width};
    return summary;
  }

  GateResult found(const Summary& summary, GateRule rule = GateRule::automatic,
                   bool at_least = false) {
    return judge(twelve_joules, rule, summary, std::nullopt, at_least);
  }

  GateVerdict verdict(const Summary& summary, GateRule rule = GateRule::automatic,
                      bool at_least = false) {
    return found(summary, rule, at_least).verdict;
  }

  } // namespace

  TEST_CASE("of one run without a +- the number decides") {
    CHECK(verdict(around(12, 0, 1)) == GateVerdict::pass); // the limit itself is kept
    CHECK(verdict(around(12.01, 0, 1)) == GateVerdict::fail);
    CHECK(found(around(12.01, 0, 1)).rule == GateRule::point);
  }

  TEST_CASE("a limit inside the +- of one run is not decided") {
    const auto one = [](double joules, double half_width) {
      return judge(twelve_joules, GateRule::automatic, around(joules, 0, 1), half_width, false);
    };
    CHECK(one(11.9, 0.2).verdict == GateVerdict::inconclusive);
    CHECK(one(12.1, 0.2).verdict == GateVerdict::inconclusive);
    CHECK(one(12.1, 0.2).rule == GateRule::point);
    CHECK(one(11.7, 0.2).verdict == GateVerdict::pass);
    CHECK(one(11.8, 0.2).verdict == GateVerdict::pass); // the limit itself is kept
    CHECK(one(12.3, 0.2).verdict == GateVerdict::fail);
    CHECK(one(12.1, 200).bounds->low == 0); // no energy is below
  }

  TEST_CASE("of several runs the wider of scatter and +- decides") {
    const auto five = [](double joules, double scatter, double half_width) {
      return judge(twelve_joules, GateRule::automatic, around(joules, scatter, 5), half_width,
                   false);
    };
    CHECK(five(11.8, 0.1, 0.05).verdict == GateVerdict::pass);
    CHECK(five(11.8, 0.1, 0.3).verdict == GateVerdict::inconclusive);
    CHECK(five(11.8, 0.3, 0.1).verdict == GateVerdict::inconclusive);
    CHECK(five(11.8, 0.3, 0.1).rule == GateRule::confident);
  }

  TEST_CASE("only a bound past the limit fails, and only a bound past the limit fails, one within "
            "it passes") {
    CHECK(verdict(around(11.5, 0.4, 2)) == GateVerdict::pass);
    CHECK(verdict(around(11.9, 0.4, 2)) == GateVerdict::inconclusive);
    CHECK(verdict(around(11.5, 0.4, 6)) == GateVerdict::pass);
    CHECK(verdict(around(12.5, 0.4, 6)) == GateVerdict::fail);
    CHECK(verdict(around(11.9, 0.4, 6)) == GateVerdict::inconclusive);
    CHECK(verdict(around(12.1, 0.4, 6)) == GateVerdict::inconclusive);
  }

  TEST_CASE("the user's rule beats the number of runs") {
    CHECK(verdict(around(12.1, 0.4, 6), GateRule::point) == GateVerdict::fail);
    CHECK(verdict(around(11.9, 0.4, 2), GateRule::confident) == GateVerdict::inconclusive);
    const GateResult one = found(around(11, 0, 1), GateRule::confident);
    CHECK(one.verdict == GateVerdict::inconclusive);
    CHECK_FALSE(one.reason.empty());
  }

  TEST_CASE("a lower bound can fail, but never pass") {
    CHECK(verdict(around(13, 0, 1), GateRule::automatic, true) == GateVerdict::fail);
    const GateResult finding = found(around(11, 0.1, 10), GateRule::automatic, true);
    CHECK(finding.verdict == GateVerdict::inconclusive);
    CHECK_FALSE(finding.reason.empty());
  }

  TEST_CASE("runs that use exactly what is allowed keep the limit") {
    const Gate tenth{GateKind::budget, Metric::energy_tree, 0.1};
    for (const std::size_t n : {1U, 3U, 6U, 10U}) {
      const Summary summary = summarize(std::vector<double>(n, 0.1));
      CHECK(judge(tenth, GateRule::automatic, summary, std::nullopt, false).verdict ==
            GateVerdict::pass);
    }
  }

  namespace {

  const Gate five_percent{GateKind::regression, Metric::energy_tree, 5};

  /// The reference used 10 J, the candidate `change` times e more, known to `error` of that.
  Comparison changed(double change, double error, std::size_t n = 10) {
    Comparison comparison;
    comparison.n_reference = comparison.n_candidate = n;
    comparison.reference = 10;
    comparison.candidate = 10 * std::exp(change);
    comparison.ratio = std::exp(change);
    comparison.change = MeanEstimate{change, error, 1e9}; // t is 1.645
    comparison.scatter = error * std::sqrt(static_cast<double>(n));
    return comparison;
  }

  GateResult regression(const Comparison& comparison, GateRule rule = GateRule::automatic,
                        bool at_least = false, const Levels& levels = {}) {
    return judge(five_percent, rule, comparison, at_least, levels);
  }

  } // namespace

  TEST_CASE("a regression is held against the percent that are allowed") {
    const double limit = std::log(1.05);
    CHECK(regression(changed(limit + 0.017, 0.01)).verdict == GateVerdict::fail);
    CHECK(regression(changed(limit + 0.016, 0.01)).verdict == GateVerdict::inconclusive);
    CHECK(regression(changed(limit - 0.016, 0.01)).verdict == GateVerdict::inconclusive);
    CHECK(regression(changed(limit - 0.017, 0.01)).verdict == GateVerdict::pass);
    CHECK(regression(changed(limit, 0)).verdict == GateVerdict::pass); // what is allowed
    const GateResult finding = regression(changed(limit + 0.1, 0.01));
    CHECK(*finding.value == doctest::Approx(100 * (1.05 * std::exp(0.1) - 1)));
    CHECK(finding.bounds->low == doctest::Approx(100 * (1.05 * std::exp(0.1 - 0.016449) - 1)));
    CHECK(finding.n == 10);
    // Where part of the energy was not read, neither more nor less is known.
    CHECK(regression(changed(1, 0.01), GateRule::automatic, true).verdict ==
          GateVerdict::inconclusive);
  }

  TEST_CASE("the user's point rule decides by the mean, and one pair by nothing else") {
    CHECK(regression(changed(0.04, 1), GateRule::point).verdict == GateVerdict::pass);
    CHECK(regression(changed(0.06, 1), GateRule::point).verdict == GateVerdict::fail);
    Comparison one = changed(0.06, 1, 1);
    one.change.reset();
    CHECK(regression(one).verdict == GateVerdict::inconclusive);
    CHECK_FALSE(regression(one).reason.empty());
  }

  TEST_CASE("a regression leaves the +- of the change open, by either rule") {
    const double limit = std::log(1.05);
    for (const GateRule rule : {GateRule::point, GateRule::automatic}) {
      Comparison comparison = changed(limit + 0.04, 0.001);
      CHECK(regression(comparison, rule).verdict == GateVerdict::fail);
      comparison.error = {0.03, 1};
      CHECK(regression(comparison, rule).verdict == GateVerdict::fail);
      comparison.error = {0.05, 0};
      CHECK(regression(comparison, rule).verdict == GateVerdict::inconclusive);
      comparison = changed(limit - 0.04, 0.001);
      comparison.error = {1, 0.03};
      CHECK(regression(comparison, rule).verdict == GateVerdict::pass);
      comparison.error = {0, 0.05};
      CHECK(regression(comparison, rule).verdict == GateVerdict::inconclusive);
    }
    Comparison comparison = changed(0.04, 0.001);
    CHECK_FALSE(regression(comparison, GateRule::point).bounds.has_value());
    comparison.error = {0.03, 0.05};
    const GateResult unsure = regression(comparison, GateRule::point);
    CHECK(unsure.bounds->low == doctest::Approx(100 * (std::exp(0.01) - 1)));
    CHECK(unsure.bounds->high == doctest::Approx(100 * (std::exp(0.09) - 1)));
  }

  TEST_CASE("the chances of a regression are those of Student's t: recomputed with scipy") {
    // scipy.stats.t.sf((0.06 - log(1.05)) / 0.02, 5) and .cdf: how far 0.06 +- 0.02 is from 5 %.
    Comparison comparison = changed(0.06, 0.02);
    comparison.change = MeanEstimate{0.06, 0.02, 5};
    const auto chances = chances_of({GateKind::regression, Metric::energy_tree, 5}, comparison);
    REQUIRE(chances.has_value());
    CHECK(chances->above == doctest::Approx(0.2996640514880462));
    CHECK(chances->below == doctest::Approx(0.7003359485119538));
  }

  TEST_CASE("fewer than five saved runs give no verdict on a regression, and the reason") {
    Comparison saved = changed(1, 0.001);
    saved.paired = false;
    saved.n_reference = 4;
    saved.n_candidate = 30;
    CHECK(regression(saved).verdict == GateVerdict::inconclusive);
    CHECK(regression(saved).reason.find("4 saved runs") != std::string::npos);
    saved.n_reference = 5;
    CHECK(regression(saved).verdict == GateVerdict::fail);
    saved.n_candidate = 1; // has the scatter of the saved ones
    CHECK(regression(saved).verdict == GateVerdict::fail);
  }

  TEST_CASE("any joule is more than any percentage of none") {
    Comparison from_none = changed(2, 0.1);
    from_none.by_difference = true;
    from_none.reference = 0;
    from_none.ratio.reset();
    CHECK(regression(from_none).verdict == GateVerdict::fail);
    CHECK(regression(from_none).measured);
    CHECK_FALSE(regression(from_none).value.has_value());
    from_none.change = MeanEstimate{0, 0, 5};
    CHECK(regression(from_none).verdict == GateVerdict::pass);
  }

  TEST_CASE("a higher level moves each bound by itself") {
    const double limit = std::log(1.05);
    const Comparison above = changed(limit + 0.02, 0.01), below = changed(limit - 0.02, 0.01);
    CHECK(regression(above, GateRule::automatic, false, {0.99, 0.95}).verdict ==
          GateVerdict::inconclusive);
    CHECK(regression(above, GateRule::automatic, false, {0.95, 0.99}).verdict == GateVerdict::fail);
    CHECK(regression(below, GateRule::automatic, false, {0.99, 0.95}).verdict == GateVerdict::pass);
    CHECK(regression(below, GateRule::automatic, false, {0.95, 0.99}).verdict ==
          GateVerdict::inconclusive);
  }

  TEST_CASE("how many runs decide follows from the scatter and the distance to the limit") {
    const auto advised = [](double mean, double deviation, std::size_t n) {
      Summary summary = around(mean, 3 * deviation, n);
      summary.effective_n = static_cast<double>(n);
      summary.stddev = deviation;
      return found(summary).runs_to_decide;
    };
    // (t(0.95) + t(0.8)) x 0.5 / sqrt(27) = (1.706 + 0.856) x 0.0962 = 0.2465, and 0.2514 of 26.
    CHECK(advised(11.75, 0.5, 6) == 27U);
    CHECK(advised(12.25, 0.5, 6) == 27U);
    CHECK(advised(11.999, 0.5, 6) == std::nullopt); // as good as at the limit
    CHECK(advised(11, 0.5, 6) == 6U);
    CHECK_FALSE(found(around(11, 0.5, 6)).runs_to_decide.has_value()); // decided
    // Of one run half of the +- is a standard deviation.
    CHECK(judge(twelve_joules, GateRule::automatic, around(11.875, 0, 1), 0.5, false)
              .runs_to_decide == 27U);
  }

  TEST_CASE("how many runs decide, where they resemble one another: recomputed with scipy") {
    const auto advised = [](double effective) {
      Summary summary = around(11.75, 1.5, 6);
      summary.effective_n = effective;
      summary.stddev = 0.5;
      return found(summary).runs_to_decide;
    };
    CHECK(advised(6) == 27U);
    CHECK(advised(4) == 40U);
    CHECK(advised(3) == 53U);
  }

  TEST_CASE("the reference's own error stays, however many new runs are made: as scipy has it") {
    const auto advised = [](double known, const Levels& levels = {}) {
      Comparison comparison = changed(std::log(1.05) - 0.02, 0.03);
      comparison.scatter = 0.03;
      comparison.reference_error = known;
      return regression(comparison, GateRule::automatic, false, levels).runs_to_decide;
    };
    CHECK(advised(0) == 16U);
    CHECK(advised(0.005) == 26U);
    CHECK(advised(0.0079) == 437U);
    CHECK(advised(0.0081) == std::nullopt);
    CHECK(advised(0.005, {0.99, 0.975}) == 39U); // below the limit it is a pass that is wanted
  }

  TEST_CASE("a series of a thousand runs is the longest that is advised") {
    const auto advised = [](double distance) {
      Summary summary = around(12 - distance, 2, 6);
      summary.stddev = 1;
      return found(summary).runs_to_decide;
    };
    CHECK(advised(0.0787) == 1000U);
    CHECK(advised(0.0786) == std::nullopt);
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
