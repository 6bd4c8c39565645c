// SPDX-License-Identifier: Apache-2.0
#include "joules/statistics/comparison.hpp"

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
    CHECK(comparison.ratio == doctest::Approx(std::exp(0.2)));
    CHECK(comparison.interval->low == doctest::Approx(std::exp(0.2 - 0.2484)).epsilon(0.001));
    CHECK(comparison.interval->high == doctest::Approx(std::exp(0.2 + 0.2484)).epsilon(0.001));
    CHECK(comparison.verdict == Verdict::no_difference_shown);
    CHECK_FALSE(comparison.p_value.has_value()); // three pairs cannot show p < 0.05
  }

  TEST_CASE("the other way round it is the inverse") {
    const Values a = noisy(10, 10, 0.01, 1), b = noisy(10, 11, 0.01, 2);
    const Comparison forth = *compare_pairs(a, b), back = *compare_pairs(b, a);
    CHECK(forth.ratio == doctest::Approx(1 / back.ratio));
    CHECK(forth.interval->low == doctest::Approx(1 / back.interval->high));
    CHECK(*forth.p_value == doctest::Approx(*back.p_value));
    CHECK(forth.verdict == Verdict::higher);
    CHECK(back.verdict == Verdict::lower);
  }

  TEST_CASE("what differs by less than 1 % is no difference, and may be shown to be none") {
    const Values a = noisy(20, 10, 0.001, 3);
    Values b = a;
    for (double& value : b) value *= 1.005;
    CHECK(compare_pairs(a, b)->verdict == Verdict::equivalent); // certain, and small
    CHECK(compare_pairs(a, a)->verdict == Verdict::equivalent);
    CHECK(compare_pairs(a, a)->p_value == 1);
    const Values far = noisy(8, 10, 0.2, 4), farther = noisy(8, 10, 0.2, 5);
    CHECK(compare_pairs(far, farther)->verdict == Verdict::no_difference_shown);
  }

  TEST_CASE("one pair has a ratio and no certainty; nothing and 0 J have no ratio") {
    const Comparison one = *compare_pairs(Values{10}, Values{20});
    CHECK(one.ratio == doctest::Approx(2));
    CHECK(one.difference == doctest::Approx(10));
    CHECK_FALSE(one.interval.has_value());
    CHECK(one.verdict == Verdict::no_difference_shown);
    CHECK_FALSE(compare_pairs(Values{}, Values{}).has_value());
    CHECK_FALSE(compare_pairs(Values{0, 1}, Values{1, 1}).has_value());
  }

  TEST_CASE("runs without any noise") {
    for (const std::size_t pairs : {6U, 20U, 21U, 40U}) {
      CHECK(compare_pairs(Values(pairs, 5), Values(pairs, 5))->p_value == 1);
      CHECK(compare_pairs(Values(pairs, 5), Values(pairs, 5))->verdict == Verdict::equivalent);
      CHECK(compare_pairs(Values(pairs, 5), Values(pairs, 6))->verdict == Verdict::higher);
      CHECK(compare_unpaired(Values(pairs, 5), Values(pairs, 5))->p_value == 1);
      CHECK(compare_unpaired(Values(pairs, 5), Values(pairs, 4))->verdict == Verdict::lower);
    }
  }

  TEST_CASE("lower one way round is higher the other way round, at the smallest effect, too") {
    for (const double ratio : {1.0099, 1.0101, 1.011}) {
      const Comparison forth = *compare_pairs(Values(8, 10), Values(8, 10 * ratio));
      const Comparison back = *compare_pairs(Values(8, 10 * ratio), Values(8, 10));
      CHECK((forth.verdict == Verdict::higher) == (back.verdict == Verdict::lower));
    }
  }

  TEST_CASE("ranks of differences that only rounding tells apart are ties") {
    Values reference(7, 10), candidate(7, 11);
    candidate[3] = 10 / 1.1;
    CHECK(*compare_pairs(reference, candidate)->rank_p_value == doctest::Approx(16.0 / 128));
  }

  TEST_CASE("Welch: saved runs and new ones, as by hand") {
    // Logarithms -0.1, 0, 0.1 and 0.2, 0.3, 0.4: variances 0.01 each, so error sqrt(0.02 / 3) =
    // 0.08165, 4 degrees, t = 0.3 / 0.08165 = 3.674, half-width 2.776 x 0.08165 = 0.2267.
    const Values before{std::exp(-0.1), 1, std::exp(0.1)};
    const Values after{std::exp(0.2), std::exp(0.3), std::exp(0.4)};
    const Comparison comparison = *compare_unpaired(before, after);
    CHECK(comparison.ratio == doctest::Approx(std::exp(0.3)));
    CHECK(comparison.interval->low == doctest::Approx(std::exp(0.3 - 0.2267)).epsilon(0.001));
    CHECK(comparison.interval->high == doctest::Approx(std::exp(0.3 + 0.2267)).epsilon(0.001));
    CHECK(*comparison.p_value == doctest::Approx(0.0213).epsilon(0.01));
    CHECK(comparison.test == "welch_t");
    CHECK(comparison.verdict == Verdict::higher);
    CHECK_FALSE(comparison.paired);
  }

  TEST_CASE("Welch: as many runs as there are, one has no interval, none no ratio") {
    const Comparison one = *compare_unpaired(Values{10}, Values{11, 12, 13});
    CHECK(one.ratio == doctest::Approx(std::cbrt(11 * 12 * 13.0) / 10));
    CHECK_FALSE(one.interval.has_value());
    CHECK_FALSE(compare_unpaired(Values{}, Values{1}).has_value());
    CHECK_FALSE(compare_unpaired(Values{1}, Values{0}).has_value());
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
