// SPDX-License-Identifier: Apache-2.0
// Intervals that are as short as the kernel's ticks: the tree's time is fine, the others' is not.
#include "attribution/attribute.hpp"
#include "attribution/tree_share.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>

TEST_SUITE("attribution") {

  using namespace joules;
  using doctest::Approx;
  using test::seconds;
  using test::Story;

  namespace {

  constexpr Microseconds tick = std::chrono::milliseconds(10);

  /// What /proc/stat would show of it: the idle time of all CPUs, cut off to ticks.
  Story& cut_off(Story& story) {
    for (Sample& sample : story.samples()) sample.host->idle -= sample.host->idle % tick;
    story.recording().method.clock_tick = tick;
    return story;
  }

  CpuHistory divide(Story& story) {
    return divide_cpu_time(story.samples(), story.recording().exit_info.tree_cpu, tick);
  }

  /// Steps whose lengths differ by parts of a tick, as the sampler takes them.
  void each_step(int steps, const std::function<void(double length)>& take) {
    for (int i = 0; i < steps; ++i) take(0.01 + 0.005 * (std::fmod(i * 0.618, 1.0) - 0.5));
  }

  } // namespace

  TEST_CASE("bursts alone on a quiet host have their time, and no tick's") {
    // 5 ms in each tenth step of some 10 ms, 0.1 % of background: as the quiet host.
    Story story(2);
    int i = 0;
    each_step(300, [&](double length) {
      const double ran = i++ % 10 == 0 ? 0.005 : 0;
      story.then({.seconds = length, .tree = ran, .busy = ran + 0.002 * length});
    });
    const CpuHistory cpu = divide(cut_off(story));
    CHECK(seconds(cpu.tree) == Approx(0.15));
    CHECK(seconds(cpu.busy) == Approx(0.15 + 0.006).epsilon(0.01));
  }

  TEST_CASE("a steady competitor has its time in every short interval") {
    Story story(2);
    int i = 0;
    each_step(100, [&](double length) {
      const double ran = i++ % 10 == 0 ? length : 0;
      story.then({.seconds = length, .tree = ran, .busy = ran + length});
    });
    for (const CpuInterval& interval : divide(cut_off(story)).intervals)
      CHECK(seconds(interval.busy - interval.tree) ==
            Approx(seconds(interval.length)).epsilon(0.1));
  }

  TEST_CASE("power that rises with the tree goes to the tree, ticks or not") {
    // 10 W, and 40 W more while the tree runs, 10 ms in each 100 ms; one CPU is a competitor's.
    Story story(2);
    story.domain("package-0");
    double truth = 0;
    int i = 0;
    each_step(300, [&](double length) {
      const double ran = i++ % 10 == 0 ? length : 0;
      story.then({.seconds = length,
                  .joules = {10 * length + 40 * ran},
                  .tree = ran,
                  .busy = ran + length});
      truth += 50 * ran / 2;
    });
    CHECK(attribute(cut_off(story).recording(), {}).tree.value->value ==
          Approx(truth).epsilon(0.02));
  }

  TEST_CASE("competitors that come and go are followed to a tick") {
    Story story(4);
    double others = 0;
    int i = 0;
    each_step(400, [&](double length) {
      const bool present = (i++ / 50) % 2 == 0;
      story.then({.seconds = length, .tree = length, .busy = (present ? 3 : 1) * length});
      if (present) others += 2 * length;
    });
    const CpuHistory cpu = divide(cut_off(story));
    CHECK(seconds(cpu.busy - cpu.tree) == Approx(others).epsilon(0.005));
    for (std::size_t step = 0; step < 400; ++step) {
      const CpuInterval& interval = cpu.intervals[step];
      if (step % 50 < 4 || step % 50 > 46) continue; // near the change
      const double expected = (step / 50) % 2 == 0 ? 2 * seconds(interval.length) : 0;
      CHECK(std::abs(seconds(interval.busy - interval.tree) - expected) < 0.003);
    }
  }

  TEST_CASE("what the others cannot have had beside the tree they had in the next interval") {
    Story story(1);
    story.then({.seconds = 0.1, .tree = 0.1, .busy = 0.1})
        .then({.seconds = 0.1, .tree = 0.02, .busy = 0.1})
        .then({.seconds = 0.1, .tree = 0.1, .busy = 0.1});
    const CpuHistory cpu = divide(cut_off(story));
    CHECK(seconds(cpu.intervals[0].busy) == Approx(0.1));
    CHECK(seconds(cpu.intervals[2].busy) == Approx(0.1));
    CHECK(seconds(cpu.busy) == Approx(0.3).epsilon(0.04));
  }

  TEST_CASE("columns that stand still do not make the ticks coarser") {
    Story story(2);
    story.then({.seconds = 1, .tree = 0.5, .busy = 1}, 2);
    CHECK(divide(story).quantum == tick);
    HostTime& last = *story.samples().back().host;
    last.iowait += tick, last.idle -= tick;
    CHECK(divide(story).quantum == 2 * tick);
    last.steal += tick, last.idle -= tick;
    CHECK(divide(story).quantum == 3 * tick);
  }

} // TEST_SUITE
