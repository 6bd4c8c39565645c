// SPDX-License-Identifier: Apache-2.0
// Who has the energy of the time in which nobody ran, however finely it was sampled.
#include "attribution/attribute.hpp"
#include "attribution/shares.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

TEST_SUITE("attribution") {

  using namespace joules;
  using doctest::Approx;
  using test::Span;
  using test::Story;

  namespace {

  using std::chrono::milliseconds;

  CpuHistory history(const std::vector<CpuInterval>& intervals) {
    CpuHistory cpu;
    cpu.intervals = intervals;
    return cpu;
  }

  /// Of two CPUs: milliseconds.
  CpuInterval interval(int length, int tree, int busy) {
    return {milliseconds(length), milliseconds(tree), milliseconds(busy), milliseconds(2 * length)};
  }

  std::vector<double> shares(const std::vector<CpuInterval>& intervals) {
    return shares_of(history(intervals), Policy::Kind::busy);
  }

  double tree_joules(Story& story) {
    return attribute(story.recording(), {}).tree.value->value;
  }

  } // namespace

  TEST_CASE("of a lone burst of 5 ms in each 100 ms all is the tree's, at 100 ms and at 10") {
    Story coarse(2), fine(2);
    coarse.domain("package-0"), fine.domain("package-0");
    for (int i = 0; i < 10; ++i) {
      coarse.then({.seconds = 0.1, .joules = {10}, .tree = 0.005, .busy = 0.005});
      fine.then({.seconds = 0.01, .joules = {1}, .tree = 0.005, .busy = 0.005});
      fine.then({.seconds = 0.01, .joules = {1}}, 9);
    }
    CHECK(tree_joules(coarse) == Approx(100));
    CHECK(tree_joules(fine) == Approx(100));
  }

  TEST_CASE("a window in which nobody ran is nobody's") {
    Story story(2);
    story.domain("package-0");
    story.then({.seconds = 0.01, .joules = {1}, .tree = 0.002, .busy = 0.002});
    story.then({.seconds = 0.01, .joules = {1}}, 9); // the rest of the first window
    story.then({.seconds = 0.01, .joules = {1}}, 25);
    CHECK(tree_joules(story) == Approx(10));
  }

  TEST_CASE("energy of idle time is shared by its window, that of busy time by its interval") {
    // Of 100 ms the tree ran 2, and others 4 elsewhere in it: 2 of 6 of what idled.
    const auto parts = shares({interval(10, 2, 2), interval(10, 0, 4), interval(80, 0, 0)});
    CHECK(parts[0] == Approx(0.2 + 0.8 * 2 / 6));
    CHECK(parts[1] == Approx(0.6 * 2 / 6));
    CHECK(parts[2] == Approx(2.0 / 6));
  }

  TEST_CASE("an interval that lies in several windows has a part of each") {
    // The first window has 20 ms of the long interval, the third 10; the second all of its own.
    const auto parts = shares({interval(80, 8, 8), interval(130, 0, 0), interval(90, 0, 9)});
    CHECK(parts[0] == Approx(1));
    CHECK(parts[1] == Approx(20.0 / 130));
    CHECK(parts[2] == Approx(0));
  }

  TEST_CASE("an interval of several windows shares those that it fills by its own times") {
    const auto parts = shares({interval(50, 0, 5), interval(300, 30, 60)});
    // 50 of the 300 ms share a window with others: 5 of 15 there.
    CHECK(parts[1] == Approx(0.2 * 0.5 + 0.8 * (50.0 / 300 * 5 / 15 + 250.0 / 300 * 0.5)));
  }

  TEST_CASE("where CPUs were busy for as long as the interval, nothing of it idled") {
    CHECK(shares({interval(10, 5, 10), interval(90, 0, 90)})[0] == Approx(0.5));
    CHECK(shares({interval(10, 5, 20), interval(90, 0, 90)})[0] == Approx(0.25));
  }

  TEST_CASE("an interval of no length has the share of its window") {
    CHECK(shares({interval(50, 10, 20), interval(0, 0, 0), interval(50, 0, 0)})[1] == Approx(0.5));
  }

  TEST_CASE("by capacity no window is looked at") {
    const auto parts =
        shares_of(history({interval(10, 5, 5), interval(90, 0, 0)}), Policy::Kind::capacity);
    CHECK(parts[0] == Approx(0.25));
    CHECK(parts[1] == 0);
  }

  TEST_CASE("a tree that ran less than a nanosecond of an interval has nothing of it") {
    Story story(1);
    story.domain("package-0");
    // Thirds of a nanosecond come together and are carried along; none may buy 10 J of idle time.
    for (int i = 0; i < 3; ++i)
      story.then({.seconds = 0.1, .joules = {1}, .tree = 0.1 + 1e-9 / 3, .busy = 0.1});
    story.then({.seconds = 1, .joules = {10}}, 5);
    CHECK(tree_joules(story) == Approx(3).epsilon(1e-6));
  }

} // TEST_SUITE
