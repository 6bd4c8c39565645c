// SPDX-License-Identifier: Apache-2.0
#include "attribution/tree_share.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

TEST_SUITE("attribution") {

  using namespace joules;
  using doctest::Approx;
  using test::microseconds;
  using test::nanoseconds;
  using test::seconds;
  using test::Story;

  namespace {

  HostTime host_time(double at, double idle, double worked, double steal = 0, int cpus = 4) {
    return {nanoseconds(at),     microseconds(idle),   {},
            microseconds(steal), microseconds(worked), cpus};
  }

  double busy(const HostTime& before, const HostTime& after) {
    return test::seconds(busy_between(before, after, larger_over(before, after, {})));
  }

  CpuHistory divide(Story& story) {
    return divide_cpu_time(story.samples(), story.recording().exit_info.tree_cpu, {});
  }

  } // namespace

  TEST_CASE("the host is busy whenever it is neither idle nor stolen") {
    // 4 CPUs x 10 s = 40; 25 idle; ticks saw only 14 of the other 15.
    CHECK(busy(host_time(0, 0, 0), host_time(10, 25, 14)) == Approx(15));
  }

  TEST_CASE("the capacity of more CPUs and days than 64 bits hold is the most that they do") {
    const double days = 24 * 3600;
    CHECK(seconds(capacity_between(host_time(0, 0, 0, 0, 1024),
                                   host_time(100 * days, 0, 0, 0, 1024))) == 1024 * 100 * days);
    CHECK(seconds(capacity_between(host_time(0, 0, 0, 0, 1024),
                                   host_time(150 * days, 0, 0, 0, 1024))) == 9e9);
  }

  TEST_CASE("what ticks saw worked counts when idle time claims more") {
    CHECK(busy(host_time(0, 0, 0), host_time(10, 38, 5)) == Approx(5));
  }

  TEST_CASE("ticks that jump do not make the host busier than its idle time tells") {
    Story story(2);
    story.then({.seconds = 0.1, .tree = 0.05, .busy = 0.15}, 20);
    for (std::size_t i = 1; i + 1 < story.samples().size(); i += 2)
      story.samples()[i].host->worked += microseconds(0.01); // in this interval, not in the next
    const CpuHistory cpu = divide(story);
    CHECK(seconds(cpu.busy) == Approx(3));
    for (const CpuInterval& interval : cpu.intervals) CHECK(seconds(interval.busy) == Approx(0.15));
  }

  TEST_CASE("where ticks saw more over the whole run, they tell of each interval") {
    Story story(2);
    story.then({.seconds = 1, .tree = 0.5, .busy = 1.5}, 4);
    for (std::size_t i = 1; i < story.samples().size(); ++i)
      story.samples()[i].host->worked += microseconds(0.1 * static_cast<double>(i));
    CHECK(seconds(divide(story).busy) == Approx(6.4));
  }

  TEST_CASE("what sampling by ticks brings about by chance is not more work than there was") {
    // 4 x sqrt(2 CPUs x 1 s x 10 ms) = 0.57 s.
    const auto way = [](double worked) {
      return larger_over(host_time(0, 0, 0, 0, 2), host_time(1, 1.5, worked, 0, 2),
                         std::chrono::milliseconds(10));
    };
    CHECK(way(0.53) == BusyTime::not_idle);
    CHECK(way(1.06) == BusyTime::not_idle);
    CHECK(way(1.07) == BusyTime::worked);
  }

  TEST_CASE("stolen time is neither idle nor busy") {
    CHECK(busy(host_time(0, 0, 0), host_time(10, 20, 12, 8)) == Approx(12));
  }

  TEST_CASE("idle time that falls never makes more than all CPUs busy") {
    CHECK(busy(host_time(0, 100, 0), host_time(1, 90, 3)) == Approx(4));
  }

  TEST_CASE("steal and worked time that fall count nothing") {
    CHECK(busy(host_time(0, 0, 0, 50), host_time(1, 3, 0.5, 10)) == Approx(1));
    CHECK(busy(host_time(0, 0, 50), host_time(1, 4, 10)) == Approx(0));
  }

  TEST_CASE("worked time that came late is never more than the interval holds") {
    CHECK(busy(host_time(0, 0, 0), host_time(1, 0, 9)) == Approx(4));
  }

  TEST_CASE("one CPU and 1024 are divided alike") {
    CHECK(busy(host_time(0, 0, 0, 0, 1), host_time(10, 9, 1, 0, 1)) == Approx(1));
    CHECK(busy(host_time(0, 0, 0, 0, 1024), host_time(10, 10'000, 240, 0, 1024)) == Approx(240));
  }

  TEST_CASE("a CPU that went off line meanwhile counts half") {
    // (4 + 2) / 2 x 10 s = 30 s, of which 24 idle.
    CHECK(busy(host_time(0, 0, 0, 0, 4), host_time(10, 24, 3, 0, 2)) == Approx(6));
  }

  TEST_CASE("a clock that stood still or went back makes nothing busy") {
    CHECK(busy(host_time(5, 0, 0), host_time(5, 1, 1)) == Approx(0));
    CHECK(busy(host_time(5, 0, 0), host_time(4, 1, 1)) == Approx(0));
  }

  TEST_CASE("each interval divides into the tree's time, the others' and the idle rest") {
    Story story(4);
    story.then({.seconds = 2, .tree = 3, .busy = 5}).then({.seconds = 1, .tree = 0.5, .busy = 2});
    const CpuHistory cpu = divide(story);
    REQUIRE(cpu.intervals.size() == 2);
    CHECK(seconds(cpu.intervals[0].length) == Approx(2));
    CHECK(seconds(cpu.intervals[0].tree) == Approx(3));
    CHECK(seconds(cpu.intervals[0].busy) == Approx(5));
    CHECK(seconds(cpu.intervals[0].capacity) == Approx(8));
    CHECK(seconds(cpu.intervals[1].tree) == Approx(0.5));
    CHECK(seconds(cpu.tree) == Approx(3.5));
    CHECK(seconds(cpu.busy) == Approx(7));
    CHECK(seconds(cpu.unplaced) == Approx(0));
  }

  TEST_CASE("what only the end brought to light is spread in proportion to what was seen") {
    Story story(8);
    story.then({.tree = 1, .busy = 8}).then({.tree = 3, .busy = 8}).closes_with(6);
    const CpuHistory cpu = divide(story);
    CHECK(seconds(cpu.intervals[0].tree) == Approx(1.5)); // 2 more: 1/4 and 3/4 of them
    CHECK(seconds(cpu.intervals[1].tree) == Approx(4.5));
  }

  TEST_CASE("CPU time of which nothing was seen live was where CPUs were busy") {
    Story story(4);
    story.then({.busy = 2}).then({.busy = 1}).closes_with(5);
    const CpuHistory cpu = divide(story);
    CHECK(seconds(cpu.intervals[0].tree) == Approx(2)); // nobody else can have been: there is none
    CHECK(seconds(cpu.intervals[1].tree) == Approx(3)); // the CPUs ran it, whatever the ticks say
    CHECK(seconds(cpu.unplaced) == Approx(0));
  }

  TEST_CASE("tree time beyond what an interval can hold is carried to the next") {
    Story story(1);
    story.then({.tree = 1.5, .busy = 1}).then({.tree = 0.2, .busy = 1});
    const CpuHistory cpu = divide(story);
    CHECK(seconds(cpu.intervals[0].tree) == Approx(1));
    CHECK(seconds(cpu.intervals[1].tree) == Approx(0.7));
    CHECK(seconds(cpu.unplaced) == Approx(0));
  }

  TEST_CASE("what the last interval cannot hold was where the host was busy with it") {
    Story story(1);
    story.then({.tree = 0.1, .busy = 0.6})
        .then({.tree = 0.1, .busy = 0.35})
        .then({.tree = 1.3, .busy = 1});
    const CpuHistory cpu = divide(story);
    // At the end the others have had 0.45 s, so in the first second no more than that of 0.6 s was
    // theirs, and in the next one nothing.
    CHECK(seconds(cpu.intervals[0].tree) == Approx(0.15));
    CHECK(seconds(cpu.intervals[1].tree) == Approx(0.35));
    CHECK(seconds(cpu.intervals[2].tree) == Approx(1));
    CHECK(seconds(cpu.unplaced) == Approx(0));
  }

  TEST_CASE("what fits neither there nor by what the host counted goes to the nearest before") {
    Story story(1);
    story.then({.tree = 0.5, .busy = 0.5}, 3).then({.tree = 1.25, .busy = 1});
    const CpuHistory cpu = divide(story);
    for (const std::size_t i : {std::size_t{0}, std::size_t{1}})
      CHECK(seconds(cpu.intervals[i].tree) == Approx(0.5));
    CHECK(seconds(cpu.intervals[2].tree) == Approx(0.75));
    CHECK(seconds(cpu.intervals[3].tree) == Approx(1));
  }

  TEST_CASE("tree time that fits nowhere is left over, not invented as busy time") {
    Story story(1);
    story.then({.tree = 1, .busy = 1}).closes_with(1.4);
    const CpuHistory cpu = divide(story);
    CHECK(seconds(cpu.tree) == Approx(1));
    CHECK(seconds(cpu.unplaced) == Approx(0.4));
  }

  TEST_CASE("a CPU that ran the tree was busy, whatever the ticks say") {
    Story story(4);
    story.then({.tree = 0.02, .busy = 0});
    CHECK(seconds(divide(story).intervals[0].busy) == Approx(0.02));
    CHECK(seconds(divide(story).intervals[0].tree) == Approx(0.02));
  }

  TEST_CASE("a host that was never busy leaves nothing to divide") {
    Story story(4);
    story.then({.tree = 0, .busy = 0});
    CHECK(seconds(divide(story).busy) == 0);
    CHECK(seconds(divide(story).tree) == 0);
  }

  TEST_CASE("an interval of no length holds nothing; its tree time waits for the next") {
    Story story(2);
    story.then({.seconds = 0, .tree = 0.3}).then({.seconds = 1, .tree = 0.1, .busy = 1});
    const CpuHistory cpu = divide(story);
    CHECK(seconds(cpu.intervals[0].tree) == 0);
    CHECK(seconds(cpu.intervals[0].capacity) == 0);
    CHECK(seconds(cpu.intervals[1].tree) == Approx(0.4));
  }

  TEST_CASE("a closing figure below what was seen live takes nothing back") {
    Story story(4);
    story.then({.tree = 2, .busy = 3}).closes_with(1);
    CHECK(seconds(divide(story).tree) == Approx(2));
  }

  TEST_CASE("a single sample has no interval to divide") {
    Story story(4);
    CHECK(divide(story).intervals.empty());
  }

} // TEST_SUITE
