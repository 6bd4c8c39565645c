// SPDX-License-Identifier: Apache-2.0
#include "sampling/schedule.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace joules;
using namespace std::chrono_literals;

namespace {

/// The longest that a jitter moves a deadline off its grid, either way.
constexpr Nanoseconds jitter = 2500us;

Schedule chosen(Nanoseconds interval, Nanoseconds longest) {
  return Schedule(0s, {interval, longest, false});
}

/// Meets deadlines up to `end`, where samples cost so much. Returns how many of each depth.
struct Taken {
  int light = 0, full = 0;
};
Taken take(Schedule schedule, Instant end, Nanoseconds light_cost, Nanoseconds full_cost) {
  Taken taken;
  while (schedule.deadline() < end) {
    const Depth depth = schedule.depth();
    ++(depth == Depth::light ? taken.light : taken.full);
    schedule.sampled(schedule.deadline(), depth == Depth::light ? light_cost : full_cost, depth);
  }
  return taken;
}

bool is_near(Instant deadline, Instant grid) {
  return deadline >= grid - jitter && deadline <= grid + jitter;
}

CounterReadings wrapping_at(std::optional<std::uint64_t> modulus_uj) {
  CounterReadings counter;
  if (modulus_uj) counter.counter.modulus = Microjoules{*modulus_uj};
  return counter;
}

CounterReadings power() {
  CounterReadings counter;
  counter.counter.counted_by = CountedBy::joules;
  return counter;
}

} // namespace

TEST_SUITE("sampling") {
  TEST_CASE("where nothing is chosen, samples are 10 ms apart, and each tenth is a full one") {
    const Taken taken = take(Schedule(0s, {{}, 60s, true}), 1004ms, 10us, 100us);
    CHECK(taken.full == 10);
    CHECK(taken.light == 90);
  }

  TEST_CASE("without anything light to sample every sample is full, at the same cost in all") {
    CHECK(Schedule(0s, {{}, 60s, false}).depth() == Depth::full);
    const Taken taken = take(Schedule(0s, {{}, 60s, false}), 10s, 0us, 100us);
    CHECK(taken.light == 0);
    CHECK(taken.full == doctest::Approx(10 / 0.0333).epsilon(0.01)); // 333 x 100 us
  }

  TEST_CASE("full samples may cost two thirds of 0.3 %, light ones what is left") {
    const Taken dear = take(Schedule(0s, {{}, 60s, true}), 60s, 50us, 500us);
    CHECK(dear.full <= 240); // 500 x 500 us, or one step of the grid more
    CHECK(dear.full >= 199);
    CHECK(dear.light + dear.full == doctest::Approx(60 / 0.05).epsilon(0.02)); // 1000 x 50 us
    // 0.1 % of it each 100 ms: two thirds of the 0.3 % are left for 30 us each 15 ms.
    const Taken cheap = take(Schedule(0s, {{}, 60s, true}), 60s, 30us, 100us);
    CHECK(cheap.light + cheap.full == doctest::Approx(60 / 0.015).epsilon(0.02));
  }

  TEST_CASE("where both are dear, samples are as far apart as a counter allows") {
    const Taken taken = take(Schedule(0s, {{}, 2s, true}), 60s, 10ms, 1s);
    CHECK(taken.full == doctest::Approx(30).epsilon(0.1));
    CHECK(taken.light <= 3);
  }

  TEST_CASE("full samples come each 1.5 s where they cost no more than 0.33 % of a CPU") {
    CHECK(take(Schedule(0s, {{}, 60s, true}), 60s, 50us, 5ms).full ==
          doctest::Approx(40).epsilon(0.1));
    CHECK(take(Schedule(0s, {{}, 60s, true}), 60s, 50us, 8ms).full ==
          doctest::Approx(25).epsilon(0.1));
  }

  TEST_CASE("a chosen interval is kept, and full samples come no closer than 100 ms") {
    const Taken short_ones = take(Schedule(0s, {20ms, 60s, true}), 2010ms, 1ms, 10us); // dear ones
    CHECK(short_ones.full == 20);
    CHECK(short_ones.light == 80);
    const Taken long_ones = take(Schedule(0s, {500ms, 60s, true}), 10'100ms, 10us, 10us);
    CHECK(long_ones.full == 20);
    CHECK(long_ones.light == 0);
  }

  TEST_CASE("the interval is no longer than a counter allows") {
    CHECK(Schedule(0s, {1s, 50ms, true}).interval() == 50ms);
    CHECK(Schedule(0s, {{}, 60s, true}).interval() == 10ms);
  }

  TEST_CASE("deadlines stand on a grid: lateness does not add up") {
    Schedule schedule = chosen(100ms, 10s);
    CHECK(is_near(schedule.deadline(), 100ms));
    schedule.sampled(123ms, 10us, Depth::full);
    CHECK(is_near(schedule.deadline(), 200ms));
    schedule.sampled(250ms, 10us, Depth::full);
    CHECK(is_near(schedule.deadline(), 300ms));
  }

  TEST_CASE("deadlines are moved by parts of a tick, each of them another one") {
    Schedule schedule = chosen(100ms, 10s);
    std::set<Nanoseconds> moves;
    Nanoseconds least{1s}, most{-1s};
    for (int i = 1; i <= 64; ++i) {
      const Nanoseconds move = schedule.deadline() - i * 100ms;
      moves.insert(move);
      least = std::min(least, move), most = std::max(most, move);
      schedule.sampled(schedule.deadline() + 3ms, 10us, Depth::full);
    }
    CHECK(moves.size() == 64);
    CHECK(least >= -jitter);
    CHECK(least < -jitter * 9 / 10);
    CHECK(most <= jitter);
    CHECK(most > jitter * 9 / 10);
  }

  TEST_CASE("no jitter moves a deadline by more than a quarter of a short step") {
    Schedule schedule(0s, {4ms, 10s, true});
    for (int i = 1; i <= 40; ++i) {
      const Nanoseconds move = schedule.deadline() - i * 4ms;
      CHECK(move >= -1ms);
      CHECK(move <= 1ms);
      schedule.sampled(schedule.deadline() + 1ms, 0us, Depth::light);
    }
  }

  TEST_CASE("a sample before the deadline leaves the grid as it is") {
    Schedule schedule = chosen(100ms, 10s);
    schedule.sampled(1ms, 2ms, Depth::full); // the baseline, or an end with something left running
    CHECK(is_near(schedule.deadline(), 100ms));
  }

  TEST_CASE("deadlines that were slept through are not made up for") {
    Schedule schedule = chosen(100ms, 10s);
    schedule.sampled(1234ms, 10us, Depth::full);
    CHECK(is_near(schedule.deadline(), 1300ms));
  }

  TEST_CASE("a sample that ends on the grid waits for the next deadline") {
    Schedule schedule = chosen(100ms, 10s);
    schedule.sampled(200ms, 10us, Depth::full);
    CHECK(is_near(schedule.deadline(), 300ms));
  }

  TEST_CASE("after a dear sample a cheap one makes the interval short again") {
    Schedule schedule = chosen(100ms, 10s);
    schedule.sampled(110ms, 2ms, Depth::full); // a 333rd of 666 ms
    CHECK(is_near(schedule.deadline(), 766ms));
    schedule.sampled(770ms, 10us, Depth::full);
    CHECK(is_near(schedule.deadline(), 866ms));
    CHECK(schedule.interval() == 100ms);
  }

  TEST_CASE("no cost makes the interval longer than a counter allows") {
    Schedule schedule = chosen(100ms, 3s);
    schedule.sampled(110ms, 1s, Depth::full);
    CHECK(is_near(schedule.deadline(), 3100ms));
  }

  TEST_CASE("slowing down doubles the interval, as far as a counter allows") {
    Schedule schedule = chosen(100ms, 400ms);
    CHECK(schedule.slow_down());
    CHECK(schedule.interval() == 200ms);
    CHECK(schedule.slow_down());
    CHECK(schedule.interval() == 400ms);
    CHECK_FALSE(schedule.slow_down());
    CHECK(schedule.interval() == 400ms);
  }

  TEST_CASE("an interval that has been slowed down is kept by the samples that follow") {
    Schedule schedule = chosen(100ms, 10s);
    CHECK(schedule.slow_down());
    CHECK(is_near(schedule.deadline(), 100ms));
    schedule.sampled(110ms, 10us, Depth::full);
    CHECK(is_near(schedule.deadline(), 300ms));
  }

  TEST_CASE("a counter is read at least twice in its shortest wrap time") {
    CHECK(longest_interval({wrapping_at(4'000'000'000)}) == 2s); // 4 kJ at 1 kW: 4 s
  }

  TEST_CASE("of several counters the fastest decides") {
    CHECK(longest_interval({wrapping_at(262143328911), wrapping_at(2'000'000'000),
                            wrapping_at(std::nullopt)}) == 1s);
  }

  TEST_CASE("no machine is read more rarely than every minute") {
    CHECK(longest_interval({}) == 60s);
    CHECK(longest_interval({wrapping_at(std::nullopt)}) == 60s);
    CHECK(longest_interval({wrapping_at(262143328911)}) == 60s); // 131 s would do
  }

  TEST_CASE("a power that is added up is read each quarter of a second, or as a counter wants") {
    CounterReadings power;
    power.counter.counted_by = CountedBy::joules;
    CHECK(longest_interval({power}) == 250ms);
    CHECK(longest_interval({power, wrapping_at(4'000'000'000)}) == 250ms);
    CHECK(longest_interval({power, wrapping_at(400'000'000)}) == 200ms);
  }

  TEST_CASE("a counter of absurdly short range does not make the sampler spin") {
    CHECK(longest_interval({wrapping_at(1001)}) == 10ms);
    CHECK(longest_interval({wrapping_at(1)}) == 10ms);
  }

  TEST_CASE("samples of powers that were added up may be thinned, those of a counter may not") {
    CHECK(allow_thinning({power(), power()}));
    CHECK_FALSE(allow_thinning({power(), wrapping_at(262'143'328'850)}));
  }
}
