// SPDX-License-Identifier: Apache-2.0
#include "attribution/counter_delta.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

#include <limits>

TEST_SUITE("attribution") {

  using namespace joules;
  using doctest::Approx;
  using test::Story;

  namespace {

  constexpr std::uint64_t modulus = 1'000'000'000; // 1000 J
  constexpr Reading failed = std::nullopt;
  constexpr std::uint64_t absurd = std::numeric_limits<std::uint64_t>::max();

  /// One every `seconds`.
  std::vector<Sample> samples(std::size_t count, double seconds = 1) {
    std::vector<Sample> samples(count);
    for (std::size_t i = 0; i < count; ++i)
      samples[i].at = test::nanoseconds(50 + seconds * static_cast<double>(i));
    return samples;
  }

  CounterReadings shows(const std::vector<Reading>& readings,
                        std::optional<std::uint64_t> wraps_at = modulus) {
    CounterReadings counter{{}, readings};
    if (wraps_at) counter.counter.modulus = Microjoules{*wraps_at};
    return counter;
  }

  CounterHistory history(const std::vector<Reading>& readings,
                         std::optional<std::uint64_t> wraps_at = modulus, double seconds = 1) {
    return history_of(samples(readings.size(), seconds), shows(readings, wraps_at));
  }

  } // namespace

  TEST_CASE("each interval gets what the counter gained in it") {
    const CounterHistory result = history({5'000'000, 8'000'000, 8'500'000});
    REQUIRE(result.intervals.size() == 2);
    CHECK(result.intervals[0].value == Approx(3));
    CHECK(result.intervals[1].value == Approx(0.5));
    CHECK(result.total.value == Approx(3.5));
    CHECK(result.wraps == 0);
    CHECK_FALSE(result.is_partial());
    CHECK(result.is_measured());
  }

  TEST_CASE("a counter that wrapped is counted through its range") {
    const CounterHistory result = history({990'000'000, 20'000'000});
    CHECK(result.total.value == Approx(30)); // 10 to the top, 20 above
    CHECK(result.wraps == 1);
    CHECK_FALSE(result.is_partial());
  }

  TEST_CASE("a counter that wraps in every interval is counted through each") {
    const CounterHistory result = history({900'000'000, 100'000'000, 950'000'000, 50'000'000});
    CHECK(result.intervals[0].value == Approx(200));
    CHECK(result.intervals[1].value == Approx(850));
    CHECK(result.intervals[2].value == Approx(100));
    CHECK(result.wraps == 2);
  }

  TEST_CASE("a wrap of one counter does not touch another") {
    Story story(4);
    story.domain("one", 4 * modulus, 500'000'000).domain("other", modulus, 995'000'000);
    story.then({.seconds = 1, .joules = {30, 7}, .tree = 1, .busy = 1});
    const Recording& recording = story.recording();
    REQUIRE(recording.counters[1].readings.back() == Reading(2'000'000));
    CHECK(history_of(recording.samples, recording.counters[0]).total.value == Approx(30));
    CHECK(history_of(recording.samples, recording.counters[0]).wraps == 0);
    CHECK(history_of(recording.samples, recording.counters[1]).total.value == Approx(7));
    CHECK(history_of(recording.samples, recording.counters[1]).wraps == 1);
  }

  TEST_CASE("a wrap exactly at the top costs no unit") {
    CHECK(history({999'999'999, 0}).total.value * 1e6 == Approx(1));
    CHECK(history({999'999'999, 0}).wraps == 1);
  }

  TEST_CASE("a counter that stands still has not wrapped") {
    const CounterHistory result = history({7'000'000, 7'000'000, 7'000'000, 9'000'000});
    CHECK(result.total.value == Approx(2));
    CHECK(result.wraps == 0);
    CHECK_FALSE(result.restarted);
    CHECK(result.known == std::vector<bool>{true, true, true});
  }

  TEST_CASE("0 is a reading like any other") {
    const CounterHistory result = history({0, 4'000'000});
    CHECK(result.total.value == Approx(4));
    CHECK_FALSE(result.is_partial());
  }

  TEST_CASE("a counter that never moves has measured nothing") {
    CHECK_FALSE(history({0, 0, 0}).is_measured());
    CHECK_FALSE(history({7, 7, 7}).is_measured());
    CHECK(history({7, 7, 8}).is_measured());
  }

  TEST_CASE("a counter that began anew after suspend gives what it shows, and is flagged") {
    std::vector<Sample> instants = samples(2);
    const CounterReadings counter = shows({900'000'000, 12'000'000});
    instants[1].asleep = std::chrono::minutes(3);
    const CounterHistory result = history_of(instants, counter);
    CHECK(result.total.value == Approx(12));
    CHECK(result.restarted);
    CHECK(result.wraps == 0);
    CHECK(result.is_partial());
  }

  TEST_CASE("a counter that went on counting over suspend is complete") {
    std::vector<Sample> instants = samples(2);
    const CounterReadings counter = shows({900'000'000, 912'000'000});
    instants[1].asleep = std::chrono::minutes(3);
    CHECK_FALSE(history_of(instants, counter).is_partial());
  }

  TEST_CASE("the few microseconds between two clock reads are no suspend") {
    std::vector<Sample> instants = samples(2);
    const CounterReadings counter = shows({990'000'000, 20'000'000});
    instants[1].asleep = std::chrono::milliseconds(49);
    CHECK(history_of(instants, counter).wraps == 1);
  }

  TEST_CASE("one reading that no machine could have reached is taken for a misread") {
    // 1.5 x 1000 W x 1 s is the most that could be believed.
    const CounterHistory result =
        history({10'000'000, 20'000'000, 60'293'987'000'000, 40'000'000}, 65'712'999'613);
    CHECK(result.total.value == Approx(30));
    CHECK(result.intervals[1].value == Approx(10)); // spread evenly over the gap
    CHECK(result.intervals[2].value == Approx(10));
    CHECK_FALSE(result.is_partial());
  }

  TEST_CASE("the largest step that is believed is 1.5 kW, and 5 ms of it") {
    const Reading far = 1'000'000'000'000;
    CHECK(history({0, 1'000'000, 1'000'000 + 1'507'000'000}, far).known[1]);
    CHECK_FALSE(history({0, 1'000'000, 1'000'000 + 1'508'000'000}, far).known[1]);
  }

  TEST_CASE("after a jump that lasts, the interval of the jump is unknown, the rest is counted") {
    const Reading far = 1'000'000'000'000;
    const CounterHistory result =
        history({5'000'000, 6'000'000, 900'000'000'000, 900'002'000'000, 900'005'000'000}, far);
    CHECK(result.known == std::vector<bool>{true, false, true, true});
    CHECK(result.total.value == Approx(1 + 2 + 3));
    CHECK(result.restarted);
    CHECK(result.is_partial());
  }

  TEST_CASE("a whole machine draws what no package could") {
    CounterReadings counter = shows({0, 3'000'000'000, 6'000'000'000}, std::nullopt);
    CHECK(history_of(samples(3), counter).total.value < 6000);
    counter.counter.largest_power = Watts{20'000};
    CHECK(history_of(samples(3), counter).total.value == Approx(6000));
  }

  TEST_CASE("from a second on, no run as a whole draws more than any machine") {
    // Each step is below 1.5 kW, and the first one may be of 2 s before the run, but not all of
    // them.
    const Reading far = 1'000'000'000'000;
    const std::vector<Reading> steep{0, 3'400'000'000, 3'850'000'000, 4'300'000'000};
    CHECK(history(steep, far, 0.5).beyond_its_power);        // 4.3 kJ in 1.5 s
    CHECK_FALSE(history(steep, far, 0.33).beyond_its_power); // 0.99 s are too short to tell
    CHECK(history(steep, far, 0.34).beyond_its_power);
  }

  TEST_CASE("a reset that would pass for a wrap of more than any machine draws is no wrap") {
    const CounterHistory result =
        history({5'000'000'000, 5'001'000'000, 0, 2'000'000}, test::server_modulus_uj, 0.1);
    CHECK(result.wraps == 0);
    CHECK(result.restarted);
    CHECK(result.total.value == Approx(1 + 2));
  }

  TEST_CASE("a counter that fell and rises from there may have begun anew: a lower bound") {
    // Back at a level above the old one, it was misread or began anew: both fit.
    const CounterHistory doubtful =
        history({500'000'000, 501'000'000, 10'000'000, 502'000'000}, 1'000'000'000'000);
    CHECK(doubtful.total.value == Approx(2));
    CHECK(doubtful.restarted);
    CHECK(doubtful.is_partial());
    // No power leads from the low level to this one: it was misread.
    const CounterHistory misread =
        history({5'000'000'000, 5'001'000'000, 10'000'000, 5'002'000'000}, 1'000'000'000'000);
    CHECK(misread.total.value == Approx(2));
    CHECK_FALSE(misread.is_partial());
  }

  TEST_CASE("a sleep of more than 50 ms lets a fall be a new beginning") {
    const CounterReadings fell = shows({990'000'000, 20'000'000});
    std::vector<Sample> two = samples(2);
    two[1].asleep = std::chrono::milliseconds(51);
    CHECK(history_of(two, fell).restarted);
    two[1].asleep = std::chrono::milliseconds(50);
    CHECK(history_of(two, fell).wraps == 1);
  }

  TEST_CASE("not read for longer than it takes to wrap is said") {
    // 1000 J at 1000 W: one second.
    CHECK_FALSE(history({0, 400'000'000}, modulus, 1.0).wrapped_unseen);
    const CounterHistory result = history({0, 400'000'000}, modulus, 1.1);
    CHECK(result.wrapped_unseen);
    CHECK(result.is_partial());
    CHECK(result.total.value == Approx(400));
  }

  TEST_CASE("without a known range no wrap can be missed") {
    CHECK_FALSE(history({0, 400'000'000}, failed, 3600).wrapped_unseen);
  }

  TEST_CASE("a failed reading costs nothing when the next one succeeds") {
    const CounterHistory result = history({1'000'000, failed, failed, 7'000'000}, modulus, 0.25);
    CHECK(result.total.value == Approx(6));
    for (const Joules energy : result.intervals) CHECK(energy.value == Approx(2));
    CHECK_FALSE(result.is_partial());
  }

  TEST_CASE("a gap is spread by time, not by the number of samples in it") {
    std::vector<Sample> instants = samples(3);
    const CounterReadings counter = shows({0, failed, 8'000'000});
    instants[2].at = instants[1].at + std::chrono::seconds(3);
    const CounterHistory result = history_of(instants, counter);
    CHECK(result.intervals[0].value == Approx(2));
    CHECK(result.intervals[1].value == Approx(6));
  }

  TEST_CASE("a gap of no length is spread by the number of samples in it") {
    const std::vector<Sample> instants = samples(3, 0);
    const CounterReadings counter = shows({0, failed, 1'000'000});
    const CounterHistory result = history_of(instants, counter);
    CHECK(result.intervals[0].value == Approx(0.5));
    CHECK(result.intervals[1].value == Approx(0.5));
  }

  TEST_CASE("a counter that is gone leaves a lower bound, not a zero") {
    const CounterHistory result = history({1'000'000, 4'000'000, failed, failed});
    CHECK(result.total.value == Approx(3));
    CHECK(result.known == std::vector<bool>{true, false, false});
    CHECK(result.is_partial());
    CHECK(result.is_measured());
  }

  TEST_CASE("a counter that was never read has measured nothing") {
    const CounterHistory result = history({failed, failed, failed});
    CHECK_FALSE(result.is_measured());
    CHECK(result.is_partial());
  }

  TEST_CASE("a first reading that failed leaves its interval unknown") {
    const CounterHistory result = history({failed, 1'000'000, 3'000'000});
    CHECK(result.known == std::vector<bool>{false, true});
    CHECK(result.total.value == Approx(2));
    CHECK(result.is_partial());
  }

  TEST_CASE("a counter of unknown range that falls began anew: no range is invented") {
    const CounterHistory result = history({900'000'000, 3'000'000}, failed);
    CHECK(result.total.value == Approx(3));
    CHECK(result.restarted);
    CHECK(result.wraps == 0);
  }

  TEST_CASE("readings near 2^64 neither overflow nor count") {
    const CounterHistory result =
        history({1'000'000, absurd, 3'000'000, absurd - 1, 5'000'000}, failed);
    CHECK(result.total.value == Approx(4));
    CHECK(result.wraps == 0);
  }

  TEST_CASE("a first reading beyond the counter's own range is a misread, not a wrap") {
    const CounterHistory result = history({absurd, 40'000'000, 42'000'000});
    CHECK(result.wraps == 0);
    CHECK(result.total.value == Approx(2));
    CHECK(result.is_partial());
  }

  TEST_CASE("two different misreads in a row are not a counter that jumped") {
    const CounterHistory result =
        history({500'000'000, absurd, 0, 503'000'000, 504'000'000}, test::server_modulus_uj);
    CHECK(result.total.value == Approx(4));
    CHECK(result.wraps == 0);
  }

  TEST_CASE("a counter that moves once a second tells how coarse its clock is") {
    const Reading a = 10'000'000, b = 30'000'000, c = 50'000'000;
    const CounterHistory result = history({a, a, b, b, b, b, c, c}, modulus, 0.25);
    CHECK(result.longest_standstill.count() == Approx(0.75)); // as long as it was seen to stand
    CHECK(result.total.value == Approx(40));
  }

  TEST_CASE("a counter that moved at every sample was never seen to stand still") {
    CHECK(history({1, 2, 3, 4}).longest_standstill.count() == 0);
  }

  TEST_CASE("a standstill makes the step that follows it as much more plausible") {
    // 4 s of 900 W shown at once.
    const Reading far = 1'000'000'000'000;
    const CounterHistory result = history(
        {0, 900'000'000, 900'000'000, 900'000'000, 900'000'000, 4'500'000'000, 5'400'000'000}, far);
    CHECK(result.total.value == Approx(5400));
    CHECK_FALSE(result.is_partial());
  }

  TEST_CASE("a slow counter may step at once, as it stood still before we looked") {
    const CounterHistory result = history({0, 500'000'000, 500'000'000}, 1'000'000'000'000, 0.1);
    CHECK(result.total.value == Approx(500)); // 0.1 s of it would be 5 kW
    CHECK_FALSE(result.is_partial());
  }

  TEST_CASE("before the first reading it may have stood still for 2 s") {
    // 1.5 x 1000 W for 2 s, the 0.1 s until the second reading, and 5 ms.
    const Reading far = 1'000'000'000'000;
    constexpr std::uint64_t most = 3'157'500'000;
    CHECK(history({0, most - 1000}, far, 0.1).known[0]);
    CHECK_FALSE(history({0, most + 1000}, far, 0.1).known[0]);
  }

  TEST_CASE("no sample or a single one has no interval") {
    CHECK(history({}).intervals.empty());
    CHECK(history({5'000'000}).intervals.empty());
    CHECK(history({5'000'000}).total.value == 0);
  }

  TEST_CASE("what a counter shows that moves rarely was used since it moved last") {
    // Each half second 30 J, seen in the fifth of five intervals.
    Story story(2);
    story.domain("package-0");
    for (int i = 0; i < 3; ++i)
      story.then({.seconds = 0.1}, 4).then({.seconds = 0.1, .joules = {30}});
    const CounterHistory history = history_of(story.samples(), story.recording().counters[0]);
    for (const Joules energy : history.intervals) CHECK(energy.value == doctest::Approx(6));
    CHECK(history.longest_standstill.count() == doctest::Approx(0.4));
  }

  TEST_CASE("a counter that moved once may move as rarely as the whole run is long") {
    Story story(2);
    story.domain("package-0").then({.seconds = 0.1}, 7);
    story.then({.seconds = 0.1, .joules = {40}}).then({.seconds = 0.1}, 5);
    const auto history = [&] { return history_of(story.samples(), story.recording().counters[0]); };
    CHECK(history().longest_standstill.count() == doctest::Approx(1.2));
    CHECK(history().largest_step.value == doctest::Approx(40));
    // With a second move it is known how long it rests.
    story.then({.seconds = 0.1, .joules = {30}}).then({.seconds = 0.1}, 6);
    CHECK(history().longest_standstill.count() == doctest::Approx(0.7));
    CHECK(history().largest_step.value == doctest::Approx(40));
  }

  TEST_CASE("a package's counter that moved, and then no more, has stopped") {
    // Ten times a second, and then a standstill.
    const auto stopped = [](int moves, int still, double interval = 0.1, bool of_package = true) {
      std::vector<Reading> readings;
      for (int i = 0; i <= moves; ++i) readings.push_back(1'000'000 + 100'000u * unsigned(i));
      for (int i = 0; i < still; ++i) readings.push_back(readings.back());
      CounterReadings counter = shows(readings);
      if (of_package) counter.counter.package = 0;
      return history_of(samples(readings.size(), interval), counter);
    };
    const CounterHistory found = stopped(20, 25);
    REQUIRE(found.stopped_after.has_value());
    CHECK(found.stopped_after->count() == Approx(2));
    CHECK(found.is_partial());
    CHECK(found.is_measured());
    CHECK(stopped(20, 21).stopped_after.has_value());
    CHECK_FALSE(stopped(20, 19).stopped_after.has_value()); // less than 2 s
    CHECK(stopped(2, 21).is_measured());
    CHECK(stopped(1, 21).stopped_after.has_value());
    CHECK_FALSE(stopped(1, 21).is_measured());             // or it moves rarely: nothing tells
    CHECK_FALSE(stopped(0, 40).stopped_after.has_value()); // it did not move at all
    // Where samples are a second apart, five seconds are five of them.
    CHECK_FALSE(stopped(3, 4, 1).stopped_after.has_value());
    CHECK(stopped(3, 6, 1).stopped_after.has_value());
    // What is of no package, as a card, may draw next to nothing.
    CHECK_FALSE(stopped(20, 40, 0.1, false).stopped_after.has_value());
    CHECK_FALSE(stopped(20, 40, 0.1, false).is_partial());
  }

  TEST_CASE("a counter that moves once a second has not stopped within five") {
    std::vector<Reading> readings;
    for (int i = 0; i < 150; ++i) readings.push_back(1'000'000 * (1 + unsigned(i) / 10));
    const auto history = [&] {
      CounterReadings counter = shows(readings);
      counter.counter.package = 0;
      return history_of(samples(readings.size(), 0.1), counter);
    };
    for (int i = 0; i < 30; ++i) readings.push_back(readings.back());
    CHECK_FALSE(history().stopped_after.has_value());
    for (int i = 0; i < 30; ++i) readings.push_back(readings.back());
    CHECK(history().stopped_after.has_value());
  }
}
