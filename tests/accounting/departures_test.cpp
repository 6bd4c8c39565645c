// SPDX-License-Identifier: Apache-2.0
#include "accounting/departures.hpp"

#include <doctest/doctest.h>

using namespace joules;
using namespace std::chrono_literals;

TEST_SUITE("accounting") {
  TEST_CASE("a parent whose children's faults did not grow has waited for nobody") {
    Departures departures;
    departures.add({50ms, 10, 100ms}, 700);
    departures.add({20ms, 30, 200ms}, 700);
    const auto unclaimed = departures.unclaimed(700);
    CHECK(unclaimed.processes == 2);
    CHECK(unclaimed.used == 70ms);
    CHECK(unclaimed.unseen == 300ms);
  }

  TEST_CASE("children whose faults are among the parent's may have been waited for") {
    Departures departures;
    departures.add({50ms, 10, 100ms}, 700);
    departures.add({20ms, 30, 200ms}, 700);
    CHECK(departures.unclaimed(740).processes == 0);
    CHECK(departures.unclaimed(9000).processes == 0); // with others that no walk met
    const auto one = departures.unclaimed(739);
    CHECK(one.processes == 1);
    CHECK(one.unseen == 200ms);
  }

  TEST_CASE("a child without any fault, met within its fork, is no witness") {
    Departures departures;
    departures.add({0ms, 0, 100ms}, 700);
    CHECK(departures.unclaimed(700).processes == 0);
  }

  TEST_CASE("faults that proc takes back are none") {
    Departures departures;
    departures.add({0ms, 5, 100ms}, 700);
    CHECK(departures.unclaimed(600).processes == 1);
  }
}
