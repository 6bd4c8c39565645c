// SPDX-License-Identifier: Apache-2.0
// The power of the last moments.
#include "attribution/present_power.hpp"

#include "support/allocations.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

TEST_SUITE("attribution") {

  using namespace joules;
  using doctest::Approx;
  using test::Story;

  namespace {

  PresentPower power_of(Story& story) {
    const Recording& recording = story.recording();
    return present_power(recording.samples, recording.counters, recording.method.model);
  }

  } // namespace

  TEST_CASE("it is that of the last second, and the tree's share of it") {
    Story story(4);
    story.domain("package-0").domain("dram");
    story.then({.seconds = 0.25, .joules = {100, 10}, .tree = 1, .busy = 1}, 8);
    story.then({.seconds = 0.25, .joules = {10, 1}, .tree = 0.25, .busy = 0.5}, 4);
    CHECK(power_of(story).host->value == Approx(44));
    CHECK(power_of(story).tree->value == Approx(22));
  }

  TEST_CASE("light samples have no time of the host, and are passed over") {
    Story story(4);
    story.domain("package-0");
    story.then({.seconds = 0.25, .joules = {10}, .tree = 0.25, .busy = 0.5}, 8);
    story.samples()[8].host.reset();
    story.samples()[5].host.reset();
    CHECK(power_of(story).host->value == Approx(40));
  }

  TEST_CASE("before there are two samples nothing is known") {
    Story story(4);
    story.domain("package-0");
    CHECK_FALSE(power_of(story).host.has_value());
    CHECK_FALSE(power_of(story).tree.has_value());
  }

  TEST_CASE("a counter may wrap; what it cannot show, and what was not read, is not known") {
    Story story(4);
    story.domain("package-0", 50'000'000, 49'000'000);
    story.then({.seconds = 1, .joules = {10}, .tree = 1, .busy = 1});
    CHECK(power_of(story).host->value == Approx(10));
    story.counter(0).modulus.reset();
    CHECK_FALSE(power_of(story).host.has_value());
    story.readings(0) = {0, 5'000'000'000};
    CHECK_FALSE(power_of(story).host.has_value());
    story.readings(0) = {0, impossible_reading};
    CHECK_FALSE(power_of(story).host.has_value());
    story.readings(0) = {0, std::nullopt};
    CHECK_FALSE(power_of(story).host.has_value());
    CHECK_FALSE(power_of(story).tree.has_value());
  }

  TEST_CASE("an estimate goes by the model") {
    Story story(4);
    story.model({0.5, 1, 2}, {2, 3, 5}).then({.seconds = 2, .tree = 1, .busy = 4});
    // 4 threads of 1 W idle, two of which are busy with 2 W more each.
    CHECK(power_of(story).host->value == Approx(8));
    CHECK(power_of(story).tree->value == Approx(2));
  }

  TEST_CASE("an idle host has no share to divide") {
    Story story(4);
    story.domain("package-0").then({.seconds = 2, .joules = {20}});
    CHECK(power_of(story).host->value == Approx(10));
    CHECK_FALSE(power_of(story).tree.has_value());
  }

  TEST_CASE("it allocates nothing: the command is running") {
    Story story(4);
    story.domain("package-0").then({.seconds = 0.25, .joules = {10}, .tree = 0.2, .busy = 1}, 8);
    const std::size_t before = test::allocations();
    static_cast<void>(power_of(story));
    CHECK(test::allocations() == before);
  }
}
