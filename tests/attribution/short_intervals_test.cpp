// SPDX-License-Identifier: Apache-2.0
// Intervals that are as short as the kernel's ticks.
#include "joules/attribution/tree_share.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

TEST_SUITE("attribution") {

  using namespace joules;
  using doctest::Approx;
  using test::Story;

  namespace {

  std::vector<CpuInterval> divide(const Story& told) {
    Story story = told;
    return divide_cpu_time(story.samples(), story.recording().ending.tree_cpu).intervals;
  }

  } // namespace

  TEST_CASE("intervals shorter than 100 ms share the busy time of a window, by their lengths") {
    Story story(2);
    for (const double busy : {0.0, 0.02, 0.0, 0.03, 0.0}) // as ticks come
      story.then({.seconds = 0.02, .tree = 0.004, .busy = busy});
    story.then({.seconds = 0.1, .tree = 0.02, .busy = 0.2}); // another window
    const auto intervals = divide(story);
    REQUIRE(intervals.size() == 6);
    for (std::size_t i = 0; i < 5; ++i) {
      CHECK(intervals[i].busy.count() == Approx(0.01));
      CHECK(intervals[i].tree.count() == Approx(0.004)); // where it was seen
      CHECK(intervals[i].capacity.count() == Approx(0.04));
    }
    CHECK(intervals[5].busy.count() == Approx(0.2));
  }

  TEST_CASE("intervals of 100 ms keep their own busy time, if they come a little early too") {
    Story story(2);
    story.then({.seconds = 0.0996, .busy = 0.01}).then({.seconds = 0.0996, .busy = 0.19});
    const auto intervals = divide(story);
    CHECK(intervals[0].busy.count() == Approx(0.01));
    CHECK(intervals[1].busy.count() == Approx(0.19));
  }

  TEST_CASE("a short interval at the end shares with the one before") {
    Story story(2);
    story.then({.seconds = 0.1, .busy = 0.05})
        .then({.seconds = 0.1, .busy = 0.01})
        .then({.seconds = 0.05, .busy = 0.02});
    const auto intervals = divide(story);
    CHECK(intervals[0].busy.count() == Approx(0.05));
    CHECK(intervals[1].busy.count() == Approx(0.02));
    CHECK(intervals[2].busy.count() == Approx(0.01));
  }

  TEST_CASE("a run shorter than 100 ms is one window") {
    Story story(2);
    story.then({.seconds = 0.02, .busy = 0.03}).then({.seconds = 0.01, .busy = 0});
    const auto intervals = divide(story);
    CHECK(intervals[0].busy.count() == Approx(0.02));
    CHECK(intervals[1].busy.count() == Approx(0.01));
  }

  TEST_CASE("tree time that its short interval cannot hold stays inside the window") {
    Story story(2);
    story.then({.seconds = 0.1, .tree = 0.01, .busy = 0.1});
    for (const double tree : {0.0, 0.0, 0.0, 0.0, 0.05}) // all of it was shown late
      story.then({.seconds = 0.02, .tree = tree, .busy = 0.01});
    story.then({.seconds = 0.1, .tree = 0.01, .busy = 0.1});
    const auto intervals = divide(story);
    REQUIRE(intervals.size() == 7);
    for (std::size_t i = 1; i < 6; ++i) CHECK(intervals[i].tree.count() == Approx(0.01));
    CHECK(intervals[0].tree.count() == Approx(0.01));
    CHECK(intervals[6].tree.count() == Approx(0.01));
  }

} // TEST_SUITE
