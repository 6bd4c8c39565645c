// SPDX-License-Identifier: Apache-2.0
#include "accounting/tree_clock.hpp"

#include "accounting/reaped.hpp"
#include "support/scripted_tree_clock.hpp"
#include "support/simulated_tree.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace joules;
using joules::test::largest_of;
using joules::test::ScriptedTreeClock;
using joules::test::SimulatedTree;
using namespace std::chrono_literals;

namespace {

rusage usage(long user_us, long system_us, long max_rss_kib) {
  rusage made{};
  made.ru_utime = {user_us / 1'000'000, user_us % 1'000'000};
  made.ru_stime = {system_us / 1'000'000, system_us % 1'000'000};
  made.ru_maxrss = max_rss_kib;
  return made;
}

/// As perf's, which tells at once what was used so far.
class LiveClock final : public TreeClock {
public:
  explicit LiveClock(std::vector<std::optional<Nanoseconds>> readings)
      : script_(ClockKind::perf, std::move(readings)) {}
  [[nodiscard]] ClockKind kind() const override { return script_.kind(); }
  std::optional<Nanoseconds> read() override { return script_.read(); }
  [[nodiscard]] bool is_live() const override { return true; }

private:
  ScriptedTreeClock script_;
};

} // namespace

TEST_SUITE("accounting") {
  TEST_CASE("of several clocks the largest is the tree's") {
    LargestClock clock = largest_of(ScriptedTreeClock(ClockKind::procfs, {10ms, 40ms}),
                                    ScriptedTreeClock(ClockKind::rusage, {30ms}));
    CHECK(clock.read() == 30ms);
    CHECK(clock.read() == 40ms);
  }

  TEST_CASE("the largest clock never decreases, although all of its clocks may") {
    LargestClock clock = largest_of(ScriptedTreeClock(ClockKind::procfs, {50ms, 20ms, 60ms}),
                                    ScriptedTreeClock(ClockKind::rusage, {10ms, 30ms, 5ms}));
    CHECK(clock.read() == 50ms);
    CHECK(clock.read() == 50ms);
    CHECK(clock.read() == 60ms);
  }

  TEST_CASE("a clock that cannot tell is passed over, and heard again when it can") {
    LargestClock clock =
        largest_of(ScriptedTreeClock(ClockKind::procfs, {std::nullopt, 70ms, std::nullopt}),
                   ScriptedTreeClock(ClockKind::rusage, {20ms}));
    CHECK(clock.read() == 20ms);
    CHECK(clock.read() == 70ms);
    CHECK(clock.read() == 70ms);
  }

  TEST_CASE("a clock that counts stolen time is believed less that much") {
    struct Counting final : TreeClock {
      [[nodiscard]] ClockKind kind() const override { return ClockKind::perf; }
      std::optional<Nanoseconds> read() override { return 100ms; }
      [[nodiscard]] bool counts_stolen_time() const override { return true; }
    };
    LargestClock clock =
        largest_of(Counting(), ScriptedTreeClock(ClockKind::rusage, {0ms, 85ms, 85ms}));
    CHECK(clock.read(5000ms) == 100ms); // stolen before the run
    CHECK(clock.read(5020ms) == 100ms); // never decreases
    LargestClock later = largest_of(Counting(), ScriptedTreeClock(ClockKind::rusage, {0ms, 85ms}));
    static_cast<void>(later.read(0ms));
    CHECK(later.readings()[0].cpu == 100ms);
    static_cast<void>(later.read(20ms));
    CHECK(later.readings()[0].cpu == 80ms);
    static_cast<void>(later.read(200ms));
    CHECK(later.readings()[0].cpu == 0ms);
  }

  TEST_CASE("between two reads of all, what the live clock gains comes on top of the largest") {
    LargestClock clock = largest_of(LiveClock({10ms, 12ms, 15ms, 40ms, 45ms}),
                                    ScriptedTreeClock(ClockKind::procfs, {100ms, 103ms}));
    CHECK(clock.has_live_clock());
    CHECK(clock.read() == 100ms); // of the live clock's 12 ms the walk may have seen all
    CHECK(clock.read_live() == 103ms);
    CHECK(clock.read_live() == 128ms);
    CHECK(clock.read() == 133ms); // the walk has seen less, and takes nothing back
    CHECK(clock.leader() == ClockKind::perf);
    CHECK(clock.quantum() == 0ms);
  }

  TEST_CASE("the live clock's own reading is the largest where the walk sees less") {
    LargestClock clock = largest_of(LiveClock({50ms, 70ms, 60ms, std::nullopt}),
                                    ScriptedTreeClock(ClockKind::procfs, {20ms}));
    CHECK(clock.read() == 50ms);
    CHECK(clock.read_live() == 70ms);
    CHECK(clock.read_live() == 70ms); // never decreases
    CHECK(clock.read_live() == 70ms); // nor when it cannot tell
  }

  TEST_CASE("time stolen since the last read of all is taken back by the next one") {
    struct Counting final : TreeClock {
      explicit Counting(std::vector<Nanoseconds> script) : readings(std::move(script)) {}
      [[nodiscard]] ClockKind kind() const override { return ClockKind::perf; }
      std::optional<Nanoseconds> read() override {
        return readings[std::min(next++, readings.size() - 1)];
      }
      [[nodiscard]] bool counts_stolen_time() const override { return true; }
      [[nodiscard]] bool is_live() const override { return true; }
      std::vector<Nanoseconds> readings;
      std::size_t next = 0;
    };
    // A tenth is stolen: of each 100 ms the tree has 90.
    LargestClock clock = largest_of(Counting({0ms, 50ms, 100ms, 150ms, 200ms}));
    CHECK(clock.read(0ms) == 0ms);
    CHECK(clock.read_live(0ms) == 50ms);
    CHECK(clock.read(10ms) == 90ms);
    CHECK(clock.read_live(10ms) == 140ms);
    CHECK(clock.read(20ms) == 180ms);
  }

  TEST_CASE("without a live clock a light read is one of all clocks") {
    LargestClock clock = largest_of(ScriptedTreeClock(ClockKind::procfs, {10ms, 20ms}));
    CHECK_FALSE(clock.has_live_clock());
    CHECK(clock.read_live() == 10ms);
    CHECK(clock.read_live() == 20ms);
  }

  TEST_CASE("clocks are as fine as the finest that has answered") {
    ReapedTotals nobody;
    LargestClock coarse = largest_of(ReapedClock(nobody));
    static_cast<void>(coarse.read());
    CHECK(coarse.quantum() >= 1h);
    LargestClock fine = largest_of(ReapedClock(nobody), LiveClock({1ms}));
    static_cast<void>(fine.read());
    CHECK(fine.quantum() == 0ms);
  }

  TEST_CASE("stolen time that falls adds nothing to the tree's") {
    struct Counting final : TreeClock {
      [[nodiscard]] ClockKind kind() const override { return ClockKind::perf; }
      std::optional<Nanoseconds> read() override { return 10ms; }
      [[nodiscard]] bool counts_stolen_time() const override { return true; }
    };
    LargestClock clock = largest_of(Counting());
    static_cast<void>(clock.read(5s));
    CHECK(clock.read(2s) == 10ms);
  }

  TEST_CASE("without a clock that can tell the tree has used nothing yet") {
    LargestClock clock = largest_of(ScriptedTreeClock(ClockKind::procfs, {std::nullopt}));
    CHECK(clock.read() == 0ms);
    CHECK_FALSE(clock.leader());
    CHECK(LargestClock({}).read() == 0ms);
  }

  TEST_CASE("the leader is the clock that gave the last increase") {
    LargestClock clock = largest_of(ScriptedTreeClock(ClockKind::procfs, {10ms, 10ms, 90ms, 90ms}),
                                    ScriptedTreeClock(ClockKind::rusage, {5ms, 20ms, 20ms, 90ms}));
    static_cast<void>(clock.read());
    CHECK(clock.leader() == ClockKind::procfs);
    static_cast<void>(clock.read());
    CHECK(clock.leader() == ClockKind::rusage);
    static_cast<void>(clock.read());
    CHECK(clock.leader() == ClockKind::procfs);
    static_cast<void>(clock.read()); // a draw changes nothing
    CHECK(clock.leader() == ClockKind::procfs);
  }

  TEST_CASE("what each clock said last is kept, of those that have answered") {
    LargestClock clock =
        largest_of(ScriptedTreeClock(ClockKind::procfs, {std::nullopt, 7ms, std::nullopt}),
                   ScriptedTreeClock(ClockKind::rusage, {1ms, 2ms, 3ms}));
    CHECK(clock.readings().empty());
    static_cast<void>(clock.read());
    CHECK(clocks_of(clock.readings()) == std::vector{ClockKind::rusage});
    for (int i = 0; i < 2; ++i) static_cast<void>(clock.read());
    CHECK(clocks_of(clock.readings()) == std::vector{ClockKind::rusage, ClockKind::procfs});
    CHECK(clock.readings()[0].cpu == 3ms);
    CHECK(clock.readings()[1].cpu == 7ms);
  }

  TEST_CASE("what was waited for is added up to the microsecond") {
    ReapedTotals totals;
    totals.add(201, usage(1'500'001, 250'000, 2048));
    totals.add(202, usage(2, 999'999, 1024));
    CHECK(totals.user() == 1'500'003us);
    CHECK(totals.system() == 1'249'999us);
    CHECK(totals.cpu() == 2'750'002us);
    CHECK(totals.count() == 2);
    CHECK(ReapedClock(totals).read() == 2'750'002us);
  }

  TEST_CASE("the largest resident size of one process is kept, in bytes") {
    ReapedTotals totals;
    totals.add(201, usage(0, 0, 2048));
    totals.add(202, usage(0, 0, 1024));
    CHECK(totals.max_rss_bytes() == 2'097'152);
  }

  TEST_CASE("page faults and context switches of all that was waited for are added") {
    ReapedTotals totals;
    rusage one = usage(0, 0, 0);
    one.ru_minflt = 1;
    one.ru_majflt = 20;
    one.ru_nvcsw = 300;
    one.ru_nivcsw = 4000;
    totals.add(201, one);
    totals.add(202, one);
    CHECK(totals.faults_minor() == 2);
    CHECK(totals.faults_major() == 40);
    CHECK(totals.switches_voluntary() == 600);
    CHECK(totals.switches_involuntary() == 8000);
  }

  TEST_CASE("a stranger that is waited for is not counted, and its number is free then") {
    ReapedTotals totals({300});
    CHECK(totals.is_preexisting(300));
    totals.add(300, usage(9'000'000, 0, 999'999));
    CHECK(totals.cpu() == 0us);
    CHECK(totals.count() == 0);
    CHECK(totals.max_rss_bytes() == 0);
    CHECK_FALSE(totals.is_preexisting(300));
    totals.add(300, usage(5, 0, 1)); // one of ours, by the same number
    CHECK(totals.cpu() == 5us);
  }

  TEST_CASE("where every parent waits, the tree's time is the truth at every step") {
    for (const bool children_files : {true, false}) {
      SimulatedTree world(children_files, false, 1);
      ProcfsTree tree(world.proc().start(), world.reaped());
      for (int step = 0; step < 150; ++step) {
        CAPTURE(step);
        CHECK(tree.read() == world.true_ticks() * 10ms);
        world.step();
      }
    }
  }

  TEST_CASE("where nobody waits, the tree's time is never above the truth") {
    for (const unsigned seed : {1u, 2u, 3u}) {
      SimulatedTree world(true, true, seed);
      ProcfsTree tree(world.proc().start(), world.reaped());
      for (int step = 0; step < 150; ++step) {
        CAPTURE(step);
        CHECK(*tree.read() <= world.true_ticks() * 10ms);
        world.step();
      }
    }
  }
}
