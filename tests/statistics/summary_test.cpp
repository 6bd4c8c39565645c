// SPDX-License-Identifier: Apache-2.0
#include "statistics/summary.hpp"

#include "statistics/student.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

TEST_SUITE("statistics") {

  using namespace joules;
  using Values = std::vector<double>;

  TEST_CASE("Student's t as in the tables: NIST/SEMATECH e-Handbook 1.3.6.7.2") {
    CHECK(student_quantile(0.975, 9) == doctest::Approx(2.262).epsilon(0.0005));
    CHECK(student_quantile(0.975, 1) == doctest::Approx(12.706).epsilon(0.0005));
    CHECK(student_quantile(0.95, 5) == doctest::Approx(2.015).epsilon(0.0005));
    CHECK(student_upper_p(2.262157, 9) == doctest::Approx(0.025).epsilon(0.0005));
    CHECK(student_upper_p(-2.262157, 9) == doctest::Approx(0.975).epsilon(0.0005));
    CHECK(student_upper_p(0, 4) == doctest::Approx(0.5));
  }

  TEST_CASE("a summary of five known values") {
    const Summary summary = summarize(Values{2, 4, 4, 5, 10});
    CHECK(summary.n == 5);
    CHECK(summary.mean == doctest::Approx(5));
    CHECK(summary.median == 4);
    CHECK(summary.min == 2);
    CHECK(summary.max == 10);
    CHECK(*summary.stddev == doctest::Approx(3)); // sqrt((9 + 1 + 1 + 0 + 25) / 4)
    // 2.776 x 3 / sqrt(5) and 2.132 x 3 / sqrt(5) beside the mean
    CHECK(summary.interval->low == doctest::Approx(5 - 3.7249).epsilon(0.001));
    CHECK(summary.interval->high == doctest::Approx(5 + 3.7249).epsilon(0.001));
    CHECK(summary.bounds->low == doctest::Approx(5 - 2.8603).epsilon(0.001));
    CHECK(summary.bounds->high == doctest::Approx(5 + 2.8603).epsilon(0.001));
  }

  TEST_CASE("no interval of an energy reaches below 0") {
    const Summary summary = summarize(Values{0.001, 0.002, 9});
    CHECK(summary.interval->low == 0);
    CHECK(summary.bounds->low == 0);
    CHECK(summary.interval->high > 9);
    CHECK(summarize(Values{0, 0, 0}).interval->high == 0);
  }

  TEST_CASE("runs that resemble the one before count as fewer: recomputed with numpy and scipy") {
    const Values wandering{10, 10.1, 10.3, 10.2, 10.4, 10.5, 10.4, 10.3, 10.1, 10.0, 9.9, 9.8};
    const Summary summary = summarize(wandering);
    CHECK(*summary.autocorrelation == doctest::Approx(0.6561181434599157));
    CHECK(summary.effective_n == doctest::Approx(4)); // fewest: no interval is far beyond the runs
    CHECK(summary.interval->low == doctest::Approx(9.781740220014221));
    CHECK(summary.interval->high == doctest::Approx(10.551593113319111));
  }

  TEST_CASE("from half a notable correlation on the interval knows of it, without a warning") {
    // Lag-1 correlation 0.4129, between 1 / sqrt(20) = 0.2236 and 2 / sqrt(20) = 0.4472.
    const Values some{10.1, 10.0, 9.8, 9.9, 9.6, 9.7, 9.9, 10.1, 10.2, 9.9,
                      9.8,  9.6,  9.7, 9.6, 9.9, 9.6, 9.5, 9.8,  9.7,  9.9};
    const Summary summary = summarize(some);
    CHECK_FALSE(summary.autocorrelation.has_value());
    CHECK(summary.effective_n == doctest::Approx(5.84783436574191));
    CHECK(summary.interval->low == doctest::Approx(9.593637595701557));
    CHECK(summary.interval->high == doctest::Approx(10.036362404298442));
    // Below it they count as many as they are.
    const Values sorted_apart{9.6, 9.6, 9.7, 10.1, 9.2, 9.6, 9.8, 9.7, 9.7, 9.5, 10.0, 9.9};
    CHECK(summarize(sorted_apart).effective_n == 12);
    CHECK(summarize(Values{5, 5, 5, 5, 5, 5, 5}).effective_n == 7);
    CHECK(summarize(Values{1, 2, 3, 4, 5}).effective_n == 5); // too few to tell
  }

  TEST_CASE("one value has no scatter, which is not a scatter of 0") {
    const Summary summary = summarize(Values{7});
    CHECK(summary.mean == 7);
    CHECK(summary.median == 7);
    CHECK_FALSE(summary.stddev.has_value());
    CHECK_FALSE(summary.interval.has_value());
    CHECK_FALSE(summary.bounds.has_value());
  }

  TEST_CASE("the median of an even count lies between the two in the middle") {
    CHECK(summarize(Values{1, 2, 4, 100}).median == 3);
  }

  TEST_CASE("19 of 20 intervals contain the truth") {
    std::mt19937_64 random(1);
    std::normal_distribution<double> noise(12, 0.4);
    int contained = 0;
    constexpr int repetitions = 4000;
    for (int i = 0; i < repetitions; ++i) {
      Values values(6);
      std::generate(values.begin(), values.end(), [&] { return noise(random); });
      const Summary summary = summarize(values);
      contained += summary.interval->low <= 12 && 12 <= summary.interval->high;
    }
    CHECK(contained > repetitions * 0.935);
    CHECK(contained < repetitions * 0.965);
  }

  TEST_CASE("a warm-up is a drift, noise is not") {
    std::mt19937_64 random(2);
    std::normal_distribution<double> noise(0, 0.003);
    Values warming, steady;
    for (int i = 0; i < 10; ++i) {
      warming.push_back(10 * (1 + 0.03 * i / 9 + noise(random)));
      steady.push_back(10 * (1 + noise(random)));
    }
    CHECK(*drift_of(warming) == doctest::Approx(0.03).epsilon(0.3));
    CHECK_FALSE(drift_of(steady).has_value());
    std::reverse(warming.begin(), warming.end());
    CHECK(*drift_of(warming) < -0.02);
  }

  TEST_CASE("a drift below 1 %, of few runs or of nothing, is not worth a word") {
    CHECK_FALSE(drift_of(Values{10, 10.01, 10.02, 10.03, 10.04, 10.05}).has_value());
    CHECK(drift_of(Values{10, 10.1, 10.2, 10.3, 10.4}).has_value());
    CHECK_FALSE(drift_of(Values{10, 10.1, 10.2, 10.3}).has_value());
    CHECK_FALSE(drift_of(Values{0, 1, 2, 3, 4, 5}).has_value());
    // By 5 % in the mean, but it might as well be chance:
    CHECK_FALSE(drift_of(Values{10, 10.5, 9.6, 10.4, 9.7, 10.9}).has_value());
    CHECK_FALSE(drift_of(Values{5, 5, 5, 5, 5, 5}).has_value());
  }

  TEST_CASE("a drift is told from chance at 1 %, as scipy.stats.linregress has it") {
    // p = 0.00237; the change from the first run to the last is expm1(slope * 5).
    CHECK(*drift_of(Values{10.02, 10.016, 10.094, 10.1, 10.17, 10.174}) ==
          doctest::Approx(0.01767309269429942));
    CHECK_FALSE(
        drift_of(Values{10.03, 10.004, 10.101, 10.09, 10.175, 10.161}).has_value()); // 0.01295
  }

  TEST_CASE("a drift of 1 % is worth a word, up or down, and one of less is not") {
    const auto steady = [](double change) {
      Values values;
      for (int i = 0; i < 6; ++i) values.push_back(10 * std::pow(1 + change, i / 5.0));
      return drift_of(values);
    };
    CHECK(*steady(0.0101) == doctest::Approx(0.0101));
    CHECK_FALSE(steady(0.0099).has_value());
    CHECK(*steady(-0.0101) == doctest::Approx(-0.0101));
    CHECK_FALSE(steady(-0.0099).has_value());
  }

  TEST_CASE("an outlier lies more than 14.826 median deviations from the median") {
    // The median is 10, and so is that of the distances from it 0.1.
    const auto beside_ten = [](double far) {
      Values values{10, 10 + far};
      for (int i = 0; i < 9; ++i)
        values.push_back(10 + (i < 5 ? -0.1 : 0.1) * std::copysign(1, far));
      return outliers_in(values);
    };
    CHECK(beside_ten(1.48) == 0);
    CHECK(beside_ten(1.49) == 1);
    CHECK(beside_ten(-1.48) == 0);
    CHECK(beside_ten(-1.49) == 1);
  }

  TEST_CASE("in nine runs no outlier is looked for, in ten there is") {
    Values values{10, 9.9, 10.1, 9.9, 10.1, 9.9, 10.1, 9.9, 50};
    CHECK(outliers_in(values) == 0);
    values.push_back(10.1);
    CHECK(outliers_in(values) == 1);
  }

  TEST_CASE("outliers lie far out, and are looked for in ten runs or more only") {
    Values values{10, 10.1, 9.9, 10.05, 9.95, 10.02, 9.98, 10.1, 9.9, 14};
    CHECK(outliers_in(values) == 1);
    values.erase(values.begin());
    CHECK(outliers_in(values) == 0);
    CHECK(outliers_in(Values(12, 5)) == 0);
  }
}
