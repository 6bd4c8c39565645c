// SPDX-License-Identifier: Apache-2.0
#include "joules/sampling/schedule.hpp"

#include <doctest/doctest.h>

using namespace joules;
using namespace std::chrono_literals;

namespace {

using Instants = std::vector<Instant>;

/// The next `count` deadlines, each of them met.
Instants deadlines(Schedule schedule, int count) {
  Instants met;
  for (int i = 0; i < count; ++i) {
    met.push_back(schedule.deadline());
    schedule.sampled(schedule.deadline(), 10us);
  }
  return met;
}

/// At 0 s, when the short intervals of the start are over.
Schedule steady(Nanoseconds interval, Nanoseconds longest) {
  Schedule schedule(-100ms, interval, longest);
  for (int i = 0; i < 5; ++i) schedule.sampled(schedule.deadline(), 10us);
  return schedule;
}

Domain wrapping_at(std::optional<std::uint64_t> modulus_uj) {
  Domain domain;
  domain.modulus_uj = modulus_uj;
  return domain;
}

/// Samples named by their instants: 0, 1, 2...
std::vector<Sample> samples(int count) {
  std::vector<Sample> made(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) made[static_cast<std::size_t>(i)].at = Instant(i);
  return made;
}

std::vector<int> thinned(int count) {
  std::vector<Sample> kept = samples(count);
  static_cast<void>(thin_out(kept));
  std::vector<int> instants;
  for (const Sample& sample : kept) instants.push_back(static_cast<int>(sample.at.count()));
  return instants;
}

} // namespace

TEST_SUITE("sampling") {
  TEST_CASE("a command of a fraction of a second has several intervals") {
    CHECK(deadlines(Schedule(5s, 100ms, 10s), 8) ==
          Instants{5020ms, 5040ms, 5060ms, 5080ms, 5100ms, 5200ms, 5300ms, 5400ms});
  }

  TEST_CASE("no interval at the start is longer than the one that was chosen") {
    CHECK(deadlines(Schedule(0s, 10ms, 10s), 7) ==
          Instants{10ms, 20ms, 30ms, 40ms, 50ms, 60ms, 70ms});
  }

  TEST_CASE("the interval is the chosen one from the start on") {
    CHECK(Schedule(5s, 100ms, 10s).interval() == 100ms);
  }

  TEST_CASE("deadlines stand on a grid: lateness does not add up (P36)") {
    Schedule schedule(0s, 100ms, 10s);
    schedule.sampled(23ms, 10us);
    CHECK(schedule.deadline() == 40ms);
    schedule.sampled(59ms, 10us);
    CHECK(schedule.deadline() == 60ms);
    Schedule later = steady(100ms, 10s);
    later.sampled(103ms, 10us);
    CHECK(later.deadline() == 200ms);
    later.sampled(299ms, 10us);
    CHECK(later.deadline() == 300ms);
  }

  TEST_CASE("a sample before the deadline leaves the grid as it is") {
    Schedule schedule(0s, 100ms, 10s);
    schedule.sampled(1ms, 2ms); // the baseline
    CHECK(schedule.deadline() == 20ms);
    Schedule later = steady(100ms, 10s);
    later.sampled(40ms, 10us); // the command has ended, and left something running
    CHECK(later.deadline() == 100ms);
  }

  TEST_CASE("ticks that were slept through are not made up for (P36)") {
    Schedule schedule = steady(100ms, 10s);
    schedule.sampled(1234ms, 10us);
    CHECK(schedule.deadline() == 1300ms);
  }

  TEST_CASE("a sample that ends on a tick waits for the next one") {
    Schedule schedule = steady(100ms, 10s);
    schedule.sampled(200ms, 10us);
    CHECK(schedule.deadline() == 300ms);
  }

  TEST_CASE("a sample may cost a third of a percent of its interval, and no more") {
    Schedule schedule = steady(100ms, 10s);
    schedule.sampled(100ms, 300us); // 0.3 % of 100 ms
    CHECK(schedule.deadline() == 200ms);
    schedule.sampled(200ms, 2ms); // a 300th of 600 ms
    CHECK(schedule.deadline() == 800ms);
    Schedule start(0s, 100ms, 10s);
    start.sampled(20ms, 200us); // a 300th of 60 ms
    CHECK(start.deadline() == 80ms);
  }

  TEST_CASE("after a dear sample a cheap one makes the interval short again") {
    Schedule schedule = steady(100ms, 10s);
    schedule.sampled(100ms, 2ms);
    schedule.sampled(700ms, 10us);
    CHECK(schedule.deadline() == 800ms);
    CHECK(schedule.interval() == 100ms);
  }

  TEST_CASE("no cost makes the interval longer than a counter allows (P2)") {
    Schedule schedule = steady(100ms, 3s);
    schedule.sampled(100ms, 1s);
    CHECK(schedule.deadline() == 3100ms);
  }

  TEST_CASE("slowing down doubles the interval, as far as a counter allows (P2)") {
    Schedule schedule(0s, 100ms, 400ms);
    CHECK(schedule.slow_down());
    CHECK(schedule.interval() == 200ms);
    CHECK(schedule.slow_down());
    CHECK(schedule.interval() == 400ms);
    CHECK_FALSE(schedule.slow_down());
    CHECK(schedule.interval() == 400ms);
  }

  TEST_CASE("an interval that has been slowed down is kept by the samples that follow") {
    Schedule schedule = steady(100ms, 10s);
    CHECK(schedule.slow_down());
    CHECK(schedule.deadline() == 100ms);
    schedule.sampled(100ms, 10us);
    CHECK(schedule.deadline() == 300ms);
  }

  TEST_CASE("a counter is read at least twice in its shortest wrap time (P2)") {
    CHECK(longest_interval({wrapping_at(4'000'000'000)}) == 2s); // 4 kJ at 1 kW: 4 s
  }

  TEST_CASE("of several counters the fastest decides (P2)") {
    CHECK(longest_interval({wrapping_at(262143328911), wrapping_at(2'000'000'000),
                            wrapping_at(std::nullopt)}) == 1s);
  }

  TEST_CASE("no machine is read more rarely than every minute") {
    CHECK(longest_interval({}) == 60s);
    CHECK(longest_interval({wrapping_at(std::nullopt)}) == 60s); // E21
    CHECK(longest_interval({wrapping_at(262143328911)}) == 60s); // 131 s would do
  }

  TEST_CASE("a counter of absurdly short range does not make the sampler spin") {
    CHECK(longest_interval({wrapping_at(1001)}) == 10ms);
    CHECK(longest_interval({wrapping_at(1)}) == 10ms);
  }

  TEST_CASE("thinning out keeps the first, the last and every other sample") {
    CHECK(thinned(0) == std::vector<int>{});
    CHECK(thinned(1) == std::vector<int>{0});
    CHECK(thinned(2) == std::vector<int>{0, 1});
    CHECK(thinned(3) == std::vector<int>{0, 2});
    CHECK(thinned(4) == std::vector<int>{0, 2, 3});
    CHECK(thinned(5) == std::vector<int>{0, 2, 4});
    CHECK(thinned(6) == std::vector<int>{0, 2, 4, 5});
    CHECK(thinned(7) == std::vector<int>{0, 2, 4, 6});
  }

  TEST_CASE("a sample that is kept is kept whole") {
    std::vector<Sample> kept = samples(4);
    kept[2].energy_uj = {7, std::nullopt};
    kept[2].tree_cpu = 9ms;
    kept[3].energy_uj = {8, 1};
    const std::vector<Sample> others = thin_out(kept);
    REQUIRE(kept.size() == 3);
    REQUIRE(others.size() == 1);
    CHECK(kept[1].energy_uj == std::vector<std::optional<std::uint64_t>>{7, std::nullopt});
    CHECK(kept[1].tree_cpu == 9ms);
    CHECK(kept[2].energy_uj == std::vector<std::optional<std::uint64_t>>{8, 1});
  }
}
