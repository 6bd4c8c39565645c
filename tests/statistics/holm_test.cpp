// SPDX-License-Identifier: Apache-2.0
#include "statistics/holm.hpp"

#include <doctest/doctest.h>

#include <vector>

TEST_SUITE("statistics") {

  using namespace joules;
  using Values = std::vector<double>;

  TEST_CASE("one question keeps its level, and none has none") {
    CHECK(holm_levels(Values{0.5}, 0.05) == Values{0.05});
    CHECK(holm_levels(Values{}, 0.05).empty());
  }

  TEST_CASE("the smallest p is tested at alpha / m, the next one at alpha / (m - 1)") {
    // R: p.adjust(c(0.03, 0.001, 0.02), "holm") is 0.04, 0.003, 0.04: all below 0.05.
    CHECK(holm_levels(Values{0.03, 0.001, 0.02}, 0.06) == Values{0.06, 0.06 / 3, 0.06 / 2});
  }

  TEST_CASE("after the first that is not significant none is, however small its p") {
    // R: p.adjust(c(0.01, 0.03, 0.04), "holm") is 0.03, 0.06, 0.06.
    const Values p{0.01, 0.03, 0.04}, levels = holm_levels(p, 0.05);
    CHECK(p[0] < levels[0]);
    CHECK(p[1] > levels[1]);
    CHECK(p[2] > levels[2]);
    CHECK(levels[2] == 0.025);
    CHECK(holm_levels(Values{0.9, 0.8, 0.7}, 0.06) == Values{0.02, 0.02, 0.02});
  }
}
