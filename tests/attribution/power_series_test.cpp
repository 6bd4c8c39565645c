// SPDX-License-Identifier: Apache-2.0
// Power over time: stretches of a run that together have its energy.
#include "attribution/attribute.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

TEST_SUITE("attribution") {

  using namespace joules;
  using doctest::Approx;
  using test::Story;

  namespace {

  /// Power that steps from 10 to 30 W; the tree has half of it. An interval each 0.1 s.
  Story stepping(int steps) {
    Story story(2);
    story.domain("package-0").domain("dram");
    for (int i = 0; i < steps; ++i)
      story.then(
          {.seconds = 0.1, .joules = {i < steps / 2 ? 0.9 : 2.9, 0.1}, .tree = 0.1, .busy = 0.2});
    return story;
  }

  double energy(const std::vector<Watts>& power, const std::vector<Seconds>& until) {
    double joules = 0, from = 0;
    for (std::size_t i = 0; i < power.size(); ++i) {
      joules += power[i].value * (until[i].count() - from);
      from = until[i].count();
    }
    return joules;
  }

  } // namespace

  TEST_CASE("power over time has a point for each interval") {
    const PowerSeries power = attribute(stepping(10).recording(), {}).power;
    REQUIRE(power.until.size() == 10);
    CHECK(power.until.front().count() == Approx(0.1));
    CHECK(power.until.back().count() == Approx(1));
    CHECK(power.host[4].value == Approx(10));
    CHECK(power.host[5].value == Approx(30));
    CHECK(power.tree[5].value == Approx(15));
    CHECK(power.tree_cpus[5] == Approx(1));
    CHECK(power.busy_cpus[5] == Approx(2));
    REQUIRE(power.domains.size() == 2);
    CHECK(power.domains[0][5].value == Approx(29));
    CHECK(power.domains[1][5].value == Approx(1));
  }

  TEST_CASE("power over time has at most so many points, and all of the energy") {
    const Recording recording = stepping(1000).recording();
    for (const std::size_t most : {1U, 2U, 7U, 600U, 999U, 1000U, 5000U}) {
      const EnergyAccount account = attribute(recording, {}, most);
      const PowerSeries& power = account.power;
      CHECK(power.until.size() <= most);
      CHECK(power.until.size() >= std::min<std::size_t>(most, 1000) / 2);
      CHECK(power.until.back() == account.wall);
      CHECK(energy(power.host, power.until) == Approx(account.host.value->value));
      CHECK(energy(power.tree, power.until) == Approx(account.tree.value->value));
    }
    CHECK(attribute(recording, {}, 0).power.until.empty());
  }

  TEST_CASE("a point is as long as a counter takes from update to update, the last four times") {
    Story story(2);
    story.domain("package-0");
    for (int i = 0; i < 85; ++i) // the last half of a second is in no update
      story.then({.seconds = 0.1, .joules = {i % 10 == 9 ? 10.0 : 0.0}, .tree = 0.1, .busy = 0.1});
    Recording recording = story.recording();
    recording.counters[0].counter.period = Seconds{1};
    const PowerSeries power = attribute(recording, {}).power;
    REQUIRE(power.until.size() == 5);
    for (std::size_t i = 0; i < 4; ++i) CHECK(power.host[i].value == Approx(10));
    CHECK(power.host[4].value == Approx(40 / 4.5));
  }

  TEST_CASE("a counter that came during the run has no power before, and so none at all") {
    Story story(2);
    story.domain("package-0").domain("package-1");
    story.then({.seconds = 1, .joules = {10, 20}, .tree = 1, .busy = 1}, 4);
    story.readings(1)[0].reset();
    const PowerSeries power = attribute(story.recording(), {}).power;
    CHECK_FALSE(power.domains.at(0).empty());
    CHECK(power.domains.at(1).empty());
  }

  TEST_CASE("a short interval makes no point by itself, at the end or at a mark") {
    Story story(2);
    story.domain("package-0");
    const auto interval = [&](double seconds, double joules) {
      story.then({.seconds = seconds, .joules = {joules}, .tree = seconds, .busy = seconds});
    };
    for (int i = 0; i < 3; ++i) interval(0.1, 1);
    interval(0.001, 0.05), interval(0.002, 0.05), interval(0.097, 0.9); // two marks
    interval(0.1, 1), interval(0.001, 0.1);                             // and the end
    const PowerSeries power = attribute(story.recording(), {}).power;
    REQUIRE(power.until.size() == 5);
    CHECK(power.until.back().count() == Approx(0.501));
    for (const Watts& watts : power.host) CHECK(watts.value == Approx(10).epsilon(0.15));
  }

  TEST_CASE("power of the tree that is not known has no points") {
    Recording recording = stepping(4).recording();
    for (Sample& sample : recording.samples) sample.host.reset();
    const PowerSeries power = attribute(recording, {}).power;
    CHECK(power.host.size() == 4);
    CHECK(power.tree.empty());
    CHECK(power.tree_cpus.empty());
    for (CounterReadings& counter : recording.counters)
      for (Reading& reading : counter.readings) reading.reset();
    CHECK(attribute(recording, {}).power.until.empty());
  }

  TEST_CASE("all runs of an experiment share the points") {
    CHECK(power_points_of_each(1) == 600);
    CHECK(power_points_of_each(100) == 600);
    CHECK(power_points_of_each(101) == 594);
    CHECK(power_points_of_each(100'000) == 0);
  }
}
