// SPDX-License-Identifier: Apache-2.0
// Some machines' DRAM counters have the wrong unit.
#include "attribution/attribute.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

TEST_SUITE("attribution") {

  using namespace joules;
  using doctest::Approx;
  using test::Story;

  namespace {

  constexpr Policy busy{};

  Story with_memory() {
    Story story(4);
    story.domain("package-0").domain("dram");
    story.counter(1).memory = true;
    return story;
  }

  bool is_believed(double seconds, double packages, double memory) {
    Story story = with_memory();
    story.then({.seconds = seconds, .joules = {packages, memory}, .tree = 0.5, .busy = 0.5});
    return attribute(story.recording(), busy).domains[1].doubt.empty();
  }

  } // namespace

  TEST_CASE("memory that shows more than memory can use is left out, and a lower bound left") {
    Story story = with_memory();
    story.then({.seconds = 2, .joules = {100, 301}, .tree = 1, .busy = 2}); // 50 W and 150.5 W
    const EnergyAccount account = attribute(story.recording(), busy);
    CHECK(account.domains[1].doubt == "shows 150 W, more than memory can use");
    CHECK_FALSE(account.domains[1].energy.value);
    CHECK(test::warnings_of(account, WarningCode::counter_implausible) == 1);
    CHECK(account.host.value->value == Approx(100));
    CHECK(account.host.at_least);
    CHECK(account.tree.value->value == Approx(50));
  }

  TEST_CASE("memory that uses as much as memory can is counted") {
    Story story = with_memory();
    story.then({.seconds = 2, .joules = {100, 299}, .tree = 1, .busy = 2});
    const EnergyAccount account = attribute(story.recording(), busy);
    CHECK(account.domains[1].doubt.empty());
    CHECK(account.host.value->value == Approx(399));
    CHECK_FALSE(account.host.at_least);
  }

  TEST_CASE("memory never uses more than four times what the packages do") {
    CHECK(is_believed(1, 10, 39));
    CHECK_FALSE(is_believed(1, 10, 41));
  }

  TEST_CASE("many modules beside busy packages may use more than 150 W") {
    CHECK(is_believed(1, 101, 160));
    CHECK_FALSE(is_believed(1, 99, 160));
  }

  TEST_CASE("a run of less than a second is too coarse to tell") {
    CHECK(is_believed(0.99, 10, 41));
  }

} // TEST_SUITE
