// SPDX-License-Identifier: Apache-2.0
#include "sampling/await_update.hpp"

#include "support/manual_clock.hpp"
#include "support/scripted_counter.hpp"

#include <doctest/doctest.h>

using namespace joules;
using namespace joules::test;
using namespace std::chrono_literals;

TEST_SUITE("sampling") {
  TEST_CASE("a counter is read until it moves, and no more") {
    const ManualClock clock;
    int reads = 0;
    ScriptedCounter counter({100, 100, 100, 161, 222}, [&] { ++reads; });
    CHECK(await_update(counter, clock, 1s, [] {}));
    CHECK(reads == 4);
  }

  TEST_CASE("a counter that wraps moves, too") {
    const ManualClock clock;
    ScriptedCounter counter({999, 3});
    CHECK(await_update(counter, clock, 1s, [] {}));
  }

  TEST_CASE("a failed read is no move") {
    const ManualClock clock;
    int reads = 0;
    ScriptedCounter counter({std::nullopt, 100, std::nullopt, 100, 161}, [&] { ++reads; });
    CHECK(await_update(counter, clock, 1s, [] {}));
    CHECK(reads == 5);
  }

  TEST_CASE("a counter that stands still is not waited for any longer") {
    ManualClock clock;
    int reads = 0;
    ScriptedCounter counter({100}, [&] {
      ++reads;
      clock.advance(300ms);
    });
    CHECK_FALSE(await_update(counter, clock, 1s, [] {}));
    CHECK(reads == 4);
  }
}
