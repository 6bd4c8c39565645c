// SPDX-License-Identifier: Apache-2.0
// Members that nobody waits for: the walk knows how many it has lost, and how much that may be.
#include "support/fake_proc.hpp"
#include "support/simulated_tree.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace joules;
using namespace joules::test;
using namespace std::chrono_literals;

TEST_SUITE("accounting") {
  TEST_CASE("a member that vanished unclaimed may have run until it was missed") {
    for (const bool children_files : {true, false}) {
      CAPTURE(children_files);
      Walk walk(children_files);
      walk.proc.put({.pid = 200, .parent = us, .own = 1});
      walk.proc.put({.pid = 201, .parent = 200, .own = 50});
      walk.read_after(0s);
      walk.proc.end(201); // the parent has set SA_NOCLDWAIT, which proc does not tell
      walk.read_after(300ms);
      walk.read_after(100ms);
      CHECK(walk.tree.unclaimed().vanished == 1);
      CHECK(walk.tree.unclaimed().unseen_at_most == 310ms); // its clock may be a tick late
      CHECK_FALSE(walk.tree.unclaimed().sigchld_ignored);
    }
  }

  TEST_CASE("how long it may have run is told by a clock that goes on by itself") {
    FakeProc proc;
    ReapedTotals reaped;
    ProcfsTree tree(proc.start(), reaped);
    proc.put({.pid = 200, .parent = us, .own = 1});
    proc.put({.pid = 201, .parent = 200, .own = 50});
    static_cast<void>(tree.read());
    proc.end(201);
    std::this_thread::sleep_for(30ms);
    for (int i = 0; i < 2; ++i) static_cast<void>(tree.read());
    CHECK(tree.unclaimed().vanished == 1);
    CHECK(tree.unclaimed().unseen_at_most >= 40ms); // and a tick
  }

  TEST_CASE("its threads may all have run, as far as there are CPUs") {
    const int cpus = static_cast<int>(::sysconf(_SC_NPROCESSORS_CONF));
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us});
    walk.proc.put({.pid = 301, .parent = 200, .threads = 3 * cpus});
    walk.read_after(0s);
    walk.proc.end(301);
    walk.read_after(90ms);
    walk.read_after(1s);
    CHECK(walk.tree.unclaimed().unseen_at_most == 100ms * cpus);
  }

  TEST_CASE("children that were waited for have not vanished, however little they used") {
    for (const bool children_files : {true, false}) {
      CAPTURE(children_files);
      Walk walk(children_files);
      walk.proc.put({.pid = 200, .parent = us, .children_faults = 0});
      for (int i = 1; i <= 20; ++i) {
        walk.proc.put({.pid = 200 + i, .parent = 200, .own = 0, .faults = 3});
        walk.read_after(100ms);
        walk.proc.end(200 + i);
        walk.proc.put({.pid = 200, .parent = us, .own = i, .children_faults = 3 * i});
        walk.read_after(100ms);
      }
      walk.read_after(100ms);
      CHECK(walk.tree.unclaimed().vanished == 0);
      CHECK(walk.tree.unclaimed().unseen_at_most == 0ms);
    }
  }

  TEST_CASE("a parent that waits between two walks, or late, is not accused") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .children_faults = 0});
    walk.proc.put({.pid = 201, .parent = 200, .own = 1});
    walk.proc.put({.pid = 202, .parent = 200, .own = 1});
    walk.read_after(0s);
    walk.proc.end_during_walk(201); // after the parent's faults were read without it
    walk.read_after(100ms);
    walk.proc.end(201);
    walk.proc.end(202);
    walk.proc.put({.pid = 200, .parent = us, .children_faults = 20});
    walk.read_after(100ms);
    walk.read_after(100ms);
    CHECK(walk.tree.unclaimed().vanished == 0);
  }

  TEST_CASE("what a parent has waited for before does not hide whom it loses later") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .children = 90, .children_faults = 5000});
    walk.proc.put({.pid = 201, .parent = 200, .own = 1});
    for (int i = 0; i < 2; ++i) walk.read_after(100ms);
    walk.proc.end(201);
    for (int i = 0; i < 2; ++i) walk.read_after(100ms);
    CHECK(walk.tree.unclaimed().vanished == 1);
  }

  TEST_CASE("the last child of a command that ends with it is kept, and known to be lost") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 1, .ignores = true});
    walk.proc.put({.pid = 201, .parent = 200, .own = 300});
    CHECK(walk.read_after(0s) == 3010ms);
    walk.proc.end(201);
    walk.proc.put({.pid = 200, .parent = us, .own = 2, .ignores = true, .state = 'Z'});
    CHECK(walk.read_after(100ms) == 3020ms);
    walk.proc.end(200);
    walk.reap(200, 20ms);
    CHECK(walk.read_after(0s) == 3020ms);
    CHECK(walk.tree.unclaimed().vanished == 1);
    CHECK(walk.tree.unclaimed().unseen_at_most == 110ms);
    CHECK(walk.tree.unclaimed().sigchld_ignored);
  }

  TEST_CASE("who ignores SIGCHLD may lose children: unless it is gone as soon as it came") {
    Walk walk;
    const auto is_told = [&] { return walk.tree.unclaimed().sigchld_ignored; };
    walk.proc.put({.pid = 200, .parent = us}); // bash with trap '' CHLD: it waits all the same
    for (const pid_t pid : {201, 202, 203}) {
      walk.proc.put({.pid = pid, .parent = 200, .ignores = true});
      walk.read_after(100ms);
      walk.proc.end(pid);
    }
    CHECK_FALSE(is_told());
    SUBCASE("met again") {
      walk.proc.put({.pid = 204, .parent = 200, .ignores = true});
      walk.read_after(100ms);
      CHECK_FALSE(is_told());
    }
    SUBCASE("a parent") {
      walk.proc.put({.pid = 204, .parent = 200, .ignores = true});
      walk.proc.put({.pid = 205, .parent = 204});
    }
    SUBCASE("the command") {
      walk.proc.put({.pid = 200, .parent = us, .ignores = true, .state = 'Z'});
    }
    walk.read_after(100ms);
    CHECK(is_told());
  }

  TEST_CASE("an orphan that we waited for is not its dead parent's to lose, nor to have") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 1});
    walk.proc.put({.pid = 201, .parent = 200, .own = 1});
    walk.proc.put({.pid = 202, .parent = 201, .own = 1000});
    walk.read_after(0s);
    // Both end; 202 is ours for a moment; 201 waits for its parent, who takes its time.
    walk.proc.put({.pid = 201, .parent = 200, .own = 1, .state = 'Z'});
    walk.proc.end(202);
    walk.reap(202, 10'000ms);
    for (int i = 0; i < 3; ++i) CHECK(walk.read_after(100ms) == 10'020ms);
    CHECK(walk.tree.unclaimed().vanished == 0);
  }

  TEST_CASE("an orphan that ended with the command, and that we waited for, counts once") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 1, .ignores = true});
    walk.proc.put({.pid = 201, .parent = 200, .own = 1000});
    walk.read_after(0s);
    walk.proc.end(201);
    walk.reap(201, 10'000ms);
    walk.proc.put({.pid = 200, .parent = us, .own = 1, .ignores = true, .state = 'Z'});
    for (int i = 0; i < 3; ++i) CHECK(walk.read_after(100ms) == 10'010ms);
    CHECK(walk.tree.unclaimed().vanished == 0);
  }

  TEST_CASE("an orphan may be another adopter's: a dead parent inside the tree is not accused") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 1}); // adopts orphans
    walk.proc.put({.pid = 201, .parent = 200, .own = 1});
    walk.proc.put({.pid = 202, .parent = 201, .own = 1000});
    walk.read_after(0s);
    walk.proc.put({.pid = 200, .parent = us, .own = 1, .children = 1000, .children_faults = 10});
    walk.proc.put({.pid = 201, .parent = 200, .own = 1, .state = 'Z'});
    walk.proc.end(202);
    for (int i = 0; i < 3; ++i) CHECK(walk.read_after(100ms) == 10'020ms);
    CHECK(walk.tree.unclaimed().vanished == 0);
  }

  TEST_CASE("of a parent that ignored SIGCHLD and is gone as well, all of a child may be lost") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 1});
    walk.proc.put({.pid = 201, .parent = 200, .own = 1, .ignores = true});
    walk.proc.put({.pid = 202, .parent = 201, .own = 300, .ignores = true});
    walk.read_after(0s);
    walk.proc.end(202);
    walk.proc.end(201);
    walk.proc.put({.pid = 200, .parent = us, .own = 1, .children = 2});
    CHECK(walk.read_after(100ms) == 30ms);
    CHECK(walk.tree.unclaimed().vanished == 1);
    CHECK(walk.tree.unclaimed().unseen_at_most == 3110ms);
  }

  TEST_CASE("a parent that waits, and is gone with its child, is not accused") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 1});
    walk.proc.put({.pid = 201, .parent = 200, .own = 1});
    walk.proc.put({.pid = 202, .parent = 201, .own = 300});
    walk.read_after(0s);
    walk.proc.end(202);
    walk.proc.end(201);
    walk.proc.put({.pid = 200, .parent = us, .own = 1, .children = 302});
    walk.read_after(100ms);
    walk.read_after(100ms);
    CHECK(walk.tree.unclaimed().vanished == 0);
  }

  TEST_CASE("where every parent waits, nobody ever vanishes unclaimed") {
    for (const unsigned seed : {1u, 2u, 3u}) {
      SimulatedTree world(seed % 2 == 0, false, seed);
      ProcfsTree tree(world.proc().start(), world.reaped());
      world.tell(tree);
      for (int step = 0; step < 150; ++step) {
        CAPTURE(step);
        static_cast<void>(tree.read());
        CHECK(tree.unclaimed().vanished == 0);
        world.step();
      }
    }
  }

  TEST_CASE("where nobody waits, what is lost is within the bound, and told") {
    for (const unsigned seed : {1u, 2u, 3u}) {
      SimulatedTree world(true, true, seed);
      ProcfsTree::Start start = world.proc().start();
      Instant now{0};
      start.now = [&] { return now; };
      ProcfsTree tree(start, world.reaped());
      world.tell(tree);
      bool any_lost = false;
      for (int step = 0; step < 150; ++step) {
        CAPTURE(step);
        const Nanoseconds truth = world.true_ticks() * 10ms;
        const Nanoseconds seen = *tree.read();
        // What departed since is settled by the next two walks.
        CHECK(seen <= truth);
        for (int i = 0; i < 2; ++i) static_cast<void>(tree.read());
        CHECK(truth - *tree.read() <= tree.unclaimed().unseen_at_most);
        any_lost |= tree.unclaimed().vanished > 0;
        world.step();
        now += 100ms; // in a step nobody works longer
      }
      CHECK(any_lost);
    }
  }
}
