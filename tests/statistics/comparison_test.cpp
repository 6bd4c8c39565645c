// SPDX-License-Identifier: Apache-2.0
#include "statistics/comparison.hpp"

#include "statistics/permutation.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

TEST_SUITE("statistics") {

  using namespace joules;
  using Values = std::vector<double>;

  namespace {

  Values noisy(std::size_t count, double mean, double scatter, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> noise(0, scatter);
    Values values(count);
    for (double& value : values) value = mean * std::exp(noise(random));
    return values;
  }

  /// Every choice of signs, one by one.
  double by_brute_force(const Values& differences) {
    double observed = 0;
    for (const double difference : differences) observed += difference;
    int as_far = 0;
    const int choices = 1 << differences.size();
    for (int choice = 0; choice < choices; ++choice) {
      double sum = 0;
      for (std::size_t i = 0; i < differences.size(); ++i)
        sum += (choice >> i & 1) != 0 ? -differences[i] : differences[i];
      as_far += std::abs(sum) >= std::abs(observed) - 1e-9;
    }
    return static_cast<double>(as_far) / choices;
  }

  } // namespace

  TEST_CASE("the permutation test counts as brute force does") {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
      Values differences = noisy(1 + seed % 10, 1, 1, seed);
      for (double& difference : differences) difference -= 1.5;
      CHECK(sign_flip_p(differences) == doctest::Approx(by_brute_force(differences)));
    }
  }

  TEST_CASE("its smallest p is 2 / 2^n, and 1 when nothing differs") {
    CHECK(sign_flip_p(Values(6, 0.1)) == doctest::Approx(2.0 / 64));
    CHECK(sign_flip_p(Values(20, 0.1)) == doctest::Approx(2.0 / 1048576));
    CHECK(sign_flip_p(Values(8, 0)) == 1);
  }

  TEST_CASE("sums that differ by rounding alone are ties: tenths count as whole numbers do") {
    std::mt19937_64 random(4);
    std::uniform_int_distribution<int> whole(-5, 5);
    for (int repetition = 0; repetition < 50; ++repetition) {
      Values wholes, tenths;
      for (int i = 0; i < 8; ++i) {
        wholes.push_back(whole(random));
        tenths.push_back(wholes.back() * 0.1);
      }
      CHECK(sign_flip_p(tenths) == sign_flip_p(wholes));
    }
  }

  TEST_CASE("Wilcoxon's ranks: ties share theirs, zeros have none") {
    CHECK(signed_ranks(Values{3, -1, 0, 2, -2}) == Values{-1, 2.5, -2.5, 4});
    // All of one sign: W = 0, for which tables give p = 0.0078 with eight pairs.
    CHECK(sign_flip_p(signed_ranks(Values{1, 2, 3, 4, 5, 6, 7, 8})) == doctest::Approx(0.0078125));
  }

  TEST_CASE("a ratio with its interval, as by hand") {
    // Logarithms 0.1, 0.2, 0.3: mean 0.2, sd 0.1, t(2) = 4.303, half-width 0.2484.
    const Values reference{10, 10, 10};
    const Values candidate{10 * std::exp(0.1), 10 * std::exp(0.2), 10 * std::exp(0.3)};
    const Comparison comparison = *compare_pairs(reference, candidate);
    CHECK(*comparison.ratio == doctest::Approx(std::exp(0.2)));
    CHECK(comparison.interval->low == doctest::Approx(std::exp(0.2 - 0.2484)).epsilon(0.001));
    CHECK(comparison.interval->high == doctest::Approx(std::exp(0.2 + 0.2484)).epsilon(0.001));
    CHECK(comparison.verdict == ComparisonVerdict::no_difference_shown);
    CHECK_FALSE(comparison.p_value.has_value()); // three pairs cannot show p < 0.05
  }

  TEST_CASE("the other way round it is the inverse") {
    const Values a = noisy(10, 10, 0.01, 1), b = noisy(10, 11, 0.01, 2);
    const Comparison forth = *compare_pairs(a, b), back = *compare_pairs(b, a);
    CHECK(*forth.ratio == doctest::Approx(1 / *back.ratio));
    CHECK(forth.interval->low == doctest::Approx(1 / back.interval->high));
    CHECK(*forth.p_value == doctest::Approx(*back.p_value));
    CHECK(forth.verdict == ComparisonVerdict::higher);
    CHECK(back.verdict == ComparisonVerdict::lower);
  }

  TEST_CASE("what differs by less than 1 % is no difference, and may be shown to be none") {
    const Values a = noisy(20, 10, 0.001, 3);
    Values b = a;
    for (double& value : b) value *= 1.005;
    CHECK(compare_pairs(a, b)->verdict == ComparisonVerdict::equivalent); // certain, and small
    CHECK(compare_pairs(a, a)->verdict == ComparisonVerdict::equivalent);
    CHECK(compare_pairs(a, a)->p_value == 1);
    const Values far = noisy(8, 10, 0.2, 4), farther = noisy(8, 10, 0.2, 5);
    CHECK(compare_pairs(far, farther)->verdict == ComparisonVerdict::no_difference_shown);
  }

  TEST_CASE("one pair has a ratio and no certainty; nothing has neither") {
    const Comparison one = *compare_pairs(Values{10}, Values{20});
    CHECK(*one.ratio == doctest::Approx(2));
    CHECK(one.candidate - one.reference == doctest::Approx(10));
    CHECK_FALSE(one.interval.has_value());
    CHECK(one.verdict == ComparisonVerdict::no_difference_shown);
    CHECK_FALSE(compare_pairs(Values{}, Values{}).has_value());
  }

  TEST_CASE("where a run used 0 J the differences are compared") {
    const Comparison some = *compare_pairs(Values{0, 1, 2}, Values{2, 3, 4.6});
    CHECK(some.by_difference);
    CHECK(some.reference == doctest::Approx(1));
    CHECK(some.candidate == doctest::Approx(3.2));
    CHECK(*some.ratio == doctest::Approx(3.2));
    // Differences 2, 2, 2.6: mean 2.2, sd 0.3464, t(2) = 4.303, half-width 0.8605 of 1 J.
    CHECK(some.interval->low == doctest::Approx(1 + 2.2 - 0.8605).epsilon(0.001));
    CHECK(some.verdict == ComparisonVerdict::higher);
    const Comparison from_none = *compare_pairs(Values{0, 0, 0}, Values{2, 2.1, 1.9});
    CHECK_FALSE(from_none.ratio.has_value()); // there is no percentage of 0
    CHECK_FALSE(from_none.interval.has_value());
    CHECK(from_none.candidate == doctest::Approx(2));
    CHECK(from_none.verdict == ComparisonVerdict::higher);
    CHECK(compare_pairs(Values{2, 2.1, 1.9}, Values{0, 0, 0})->verdict == ComparisonVerdict::lower);
    CHECK(*compare_pairs(Values{2, 2.1, 1.9}, Values{0, 0, 0})->ratio == 0);
    CHECK(compare_pairs(Values(3, 0), Values(3, 0))->verdict == ComparisonVerdict::equivalent);
    CHECK(compare_unpaired(Values(5, 0), Values(5, 0))->verdict == ComparisonVerdict::equivalent);
    CHECK(compare_unpaired(Values(5, 0), Values(5, 3))->verdict == ComparisonVerdict::higher);
  }

  TEST_CASE("what rounding left of 0 is 0, and no factor of 1e300") {
    const Comparison comparison = *compare_pairs(Values{1e-300, 1e-17, 0}, Values{10, 10, 10});
    CHECK(comparison.by_difference);
    CHECK_FALSE(comparison.ratio.has_value());
  }

  TEST_CASE("the interval decides at every number of pairs, whatever p says") {
    // scipy.stats.ttest_1samp: p = 0.0157; one of six signs differs, so that by signs p = 0.0625.
    Values reference(6, 10), candidate;
    for (const double log : {0.05, 0.04, 0.06, -0.01, 0.03, 0.05})
      candidate.push_back(10 * std::exp(log));
    const Comparison six = *compare_pairs(reference, candidate);
    CHECK(six.change->p_beside(0) == doctest::Approx(0.01574451));
    CHECK(*six.p_value > 0.05);
    CHECK(six.interval->low > 1);
    CHECK(six.verdict == ComparisonVerdict::higher);
    // Five pairs have no p at all: the interval is 1.02058 at its low end.
    candidate.clear();
    for (const double log : {0.05, 0.04, 0.06, 0.02, 0.03}) candidate.push_back(10 * std::exp(log));
    const Comparison five = *compare_pairs(Values(5, 10), candidate);
    CHECK(five.interval->low == doctest::Approx(1.0205764));
    CHECK_FALSE(five.p_value.has_value());
    CHECK(five.verdict == ComparisonVerdict::higher);
  }

  TEST_CASE("the means that stand beside a change are geometric: the ratio is theirs") {
    const Values reference{10, 10, 10, 80}, candidate{12, 12, 12, 50};
    const Comparison comparison = *compare_pairs(reference, candidate);
    // The arithmetic means, 27.5 and 21.5, go the other way.
    CHECK(*comparison.ratio == doctest::Approx(comparison.candidate / comparison.reference));
    CHECK(*comparison.ratio > 1);
    CHECK(comparison.candidate > comparison.reference);
  }

  TEST_CASE("a higher level makes wider intervals, and fewer verdicts") {
    Comparison comparison = *compare_pairs(Values{10, 10, 10, 10}, Values{10.4, 10.6, 10.5, 10.9});
    const Interval before = *comparison.interval;
    CHECK(comparison.verdict == ComparisonVerdict::higher);
    decide(comparison, 0.9999);
    CHECK(comparison.interval->low < before.low);
    CHECK(comparison.interval->high > before.high);
    CHECK(comparison.verdict == ComparisonVerdict::no_difference_shown);
  }

  TEST_CASE("runs without any noise") {
    for (const std::size_t pairs : {6U, 20U, 21U, 40U}) {
      CHECK(compare_pairs(Values(pairs, 5), Values(pairs, 5))->p_value == 1);
      CHECK(compare_pairs(Values(pairs, 5), Values(pairs, 5))->verdict ==
            ComparisonVerdict::equivalent);
      CHECK(compare_pairs(Values(pairs, 5), Values(pairs, 6))->verdict ==
            ComparisonVerdict::higher);
      CHECK(compare_unpaired(Values(pairs, 5), Values(pairs, 5))->p_value == 1);
      CHECK(compare_unpaired(Values(pairs, 5), Values(pairs, 4))->verdict ==
            ComparisonVerdict::lower);
    }
  }

  TEST_CASE("lower one way round is higher the other way round, at the smallest effect, too") {
    for (const double ratio : {1.0099, 1.0101, 1.011}) {
      const Comparison forth = *compare_pairs(Values(8, 10), Values(8, 10 * ratio));
      const Comparison back = *compare_pairs(Values(8, 10 * ratio), Values(8, 10));
      CHECK((forth.verdict == ComparisonVerdict::higher) ==
            (back.verdict == ComparisonVerdict::lower));
    }
  }

  TEST_CASE("ranks of differences that only rounding tells apart are ties") {
    Values reference(7, 10), candidate(7, 11);
    candidate[3] = 10 / 1.1;
    CHECK(*compare_pairs(reference, candidate)->rank_p_value == doctest::Approx(16.0 / 128));
  }

  TEST_CASE("three saved runs and three new ones, as by hand") {
    // Logarithms -0.1, 0, 0.1 and 0.2, 0.3, 0.4: variances 0.01 each, so error sqrt(0.02 / 3) =
    // 0.08165, 4 degrees, t = 0.3 / 0.08165 = 3.674, half-width 2.776 x 0.08165 = 0.2267.
    const Values before{std::exp(-0.1), 1, std::exp(0.1)};
    const Values after{std::exp(0.2), std::exp(0.3), std::exp(0.4)};
    const Comparison comparison = *compare_unpaired(before, after);
    CHECK(*comparison.ratio == doctest::Approx(std::exp(0.3)));
    CHECK(comparison.interval->low == doctest::Approx(std::exp(0.3 - 0.2267)).epsilon(0.001));
    CHECK(comparison.interval->high == doctest::Approx(std::exp(0.3 + 0.2267)).epsilon(0.001));
    CHECK(*comparison.p_value == doctest::Approx(0.0213).epsilon(0.01));
    CHECK(comparison.test == "pooled_t"); // too few for Welch's degrees of freedom
    CHECK(comparison.verdict == ComparisonVerdict::higher);
    CHECK_FALSE(comparison.paired);
  }

  TEST_CASE("from five runs of each on it is Welch's test, as scipy has it") {
    const Values before{10, 10.2, 9.9, 10.4, 10.1}, after{10.6, 10.9, 10.3, 11.2, 10.7, 10.5};
    const Comparison comparison = *compare_unpaired(before, after);
    CHECK(comparison.test == "welch_t");
    CHECK(*comparison.p_value == doctest::Approx(0.004772333753628073));
    CHECK(*comparison.ratio == doctest::Approx(1.0570822132551916));
    CHECK(comparison.interval->low == doctest::Approx(1.0222566942813978));
    CHECK(comparison.interval->high == doctest::Approx(1.0930941034098358));
    CHECK(comparison.bounds->low == doctest::Approx(1.0288272825549962));
    CHECK(comparison.bounds->high == doctest::Approx(1.0861131159017086));
  }

  TEST_CASE("five pairs, as scipy.stats.ttest_rel and t.interval have them") {
    const Values before{10, 10.2, 9.9, 10.4, 10.1}, after{10.6, 10.9, 10.3, 11.2, 10.5};
    const Comparison comparison = *compare_pairs(before, after);
    CHECK(*comparison.ratio == doctest::Approx(1.057005789457135));
    CHECK(comparison.interval->low == doctest::Approx(1.03643366).epsilon(1e-8));
    CHECK(comparison.interval->high == doctest::Approx(1.07798626).epsilon(1e-8));
    CHECK(comparison.bounds->low == doctest::Approx(1.04117385).epsilon(1e-8));
    CHECK(comparison.bounds->high == doctest::Approx(1.07307847).epsilon(1e-8));
    CHECK(comparison.change->p_beside(0) == doctest::Approx(0.0014353486649698744));
    CHECK(comparison.scatter == doctest::Approx(0.015829192657454076));
  }

  TEST_CASE("one new run beside saved ones has their scatter, as scipy has it") {
    const Values before{10, 10.2, 9.9, 10.4, 10.1};
    const Comparison one = *compare_unpaired(before, Values{11});
    CHECK(one.test == "pooled_t");
    CHECK(*one.ratio == doctest::Approx(1.0871129501414054));
    CHECK(one.interval->low == doctest::Approx(1.0262359497190205));
    CHECK(one.interval->high == doctest::Approx(1.1516012147973633));
    CHECK(*one.p_value == doctest::Approx(0.015809732510920355));
    const Comparison two = *compare_unpaired(before, Values{11, 10.8});
    CHECK(*two.p_value == doctest::Approx(0.004244526586199888));
    const Comparison alone = *compare_unpaired(Values{10}, Values{11});
    CHECK(*alone.ratio == doctest::Approx(1.1));
    CHECK_FALSE(alone.interval.has_value());
    CHECK_FALSE(compare_unpaired(Values{}, Values{1}).has_value());
  }

  TEST_CASE("beyond 20 pairs the t test takes over, and does not disagree") {
    const Values a = noisy(21, 10, 0.03, 6), b = noisy(21, 10.2, 0.03, 7);
    const Comparison many = *compare_pairs(a, b);
    CHECK(many.test == "paired_t");
    const Comparison exact = *compare_pairs(std::span(a).first(20), std::span(b).first(20));
    CHECK(exact.test == "sign_flip_exact");
    CHECK(*many.p_value == doctest::Approx(*exact.p_value).epsilon(0.8));
  }
}
