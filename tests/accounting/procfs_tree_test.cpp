// SPDX-License-Identifier: Apache-2.0
#include "accounting/procfs_tree.hpp"

#include "support/fake_proc.hpp"
#include "support/fork_child.hpp"

#include <doctest/doctest.h>

#include <signal.h>

using namespace joules;
using joules::test::FakeHost;
using joules::test::FakeProc;
using joules::test::fork_child;
using joules::test::us;
using joules::test::Walk;
using namespace std::chrono_literals;

TEST_SUITE("accounting") {
  TEST_CASE("the tree's time is its members', with what they waited for, and not ours") {
    for (const bool children_files : {true, false}) {
      CAPTURE(children_files);
      Walk walk(children_files);
      walk.proc.put({.pid = us, .parent = 1, .own = 500, .children = 400});
      walk.proc.put({.pid = 200, .parent = us, .own = 30, .children = 5});
      walk.proc.put({.pid = 300, .parent = 200, .own = 21});
      CHECK(walk.tree.read() == 560ms);
      CHECK(walk.tree.processes_seen() == 2);
    }
  }

  TEST_CASE("the programs that were met are kept, each name once, and not without end") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .name = "joules"});
    static_cast<void>(walk.tree.read());
    walk.proc.put({.pid = 200, .parent = us, .own = 1, .name = "docker"}); // exec
    walk.proc.put({.pid = 201, .parent = 200, .name = "sh"});
    walk.proc.put({.pid = 202, .parent = 200, .name = "sh"});
    static_cast<void>(walk.tree.read());
    walk.proc.end(201);
    static_cast<void>(walk.tree.read());
    CHECK(walk.tree.programs_met() == std::vector<std::string>{"joules", "docker", "sh"});
    for (int i = 0; i < 100; ++i)
      walk.proc.put({.pid = 300 + i, .parent = 200, .name = std::to_string(i)});
    static_cast<void>(walk.tree.read());
    CHECK(walk.tree.programs_met().size() == 64);
  }

  TEST_CASE("a process that does not descend from us is not in the tree") {
    for (const bool children_files : {true, false}) {
      CAPTURE(children_files);
      Walk walk(children_files);
      walk.proc.put({.pid = 50, .parent = 1, .own = 1000});
      walk.proc.put({.pid = 51, .parent = 50, .own = 1000});
      walk.proc.put({.pid = 200, .parent = us, .own = 3});
      CHECK(walk.tree.read() == 30ms);
    }
  }

  TEST_CASE("a child that its live parent waited for is counted once") {
    for (const bool children_files : {true, false}) {
      CAPTURE(children_files);
      Walk walk(children_files);
      walk.proc.put({.pid = 200, .parent = us, .own = 10});
      walk.proc.put({.pid = 201, .parent = 200, .own = 30});
      CHECK(walk.tree.read() == 400ms);
      walk.proc.end(201);
      walk.proc.put({.pid = 200, .parent = us, .own = 10, .children = 30});
      CHECK(walk.tree.read() == 400ms);
    }
  }

  TEST_CASE("short-lived children that no walk met are in their parent's times") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 10});
    CHECK(walk.tree.read() == 100ms);
    walk.proc.put({.pid = 200, .parent = us, .own = 10, .children = 7000});
    CHECK(walk.tree.read() == 70'100ms);
  }

  TEST_CASE("the dead of a parent that ignores SIGCHLD are remembered to two ticks") {
    for (const bool children_files : {true, false}) {
      CAPTURE(children_files);
      Walk walk(children_files);
      walk.proc.put({.pid = 200, .parent = us, .own = 10});
      for (const pid_t child : {201, 202, 203}) {
        walk.proc.put({.pid = child, .parent = 200, .own = 50});
        static_cast<void>(walk.tree.read());
        walk.proc.end(child);
      }
      static_cast<void>(walk.tree.read()); // might still have been waited for since
      const auto total = walk.tree.read();
      CHECK(*total <= 1600ms);
      CHECK(*total >= 1580ms);
    }
  }

  TEST_CASE("the dead of an ignoring parent are remembered after its own death") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 10});
    walk.proc.put({.pid = 201, .parent = 200, .own = 50});
    static_cast<void>(walk.tree.read());
    walk.proc.end(201);
    for (int i = 0; i < 2; ++i) static_cast<void>(walk.tree.read());
    walk.proc.end(200);
    walk.reap(200, 100ms); // 201 was nobody's to wait for
    const auto total = walk.tree.read();
    CHECK(*total <= 600ms);
    CHECK(*total >= 580ms);
  }

  TEST_CASE("a daemon that forked twice stays in the tree as our adopted child") {
    for (const bool children_files : {true, false}) {
      CAPTURE(children_files);
      Walk walk(children_files);
      walk.proc.put({.pid = 200, .parent = us, .own = 10});
      walk.proc.put({.pid = 201, .parent = 200, .own = 4});
      CHECK(walk.tree.read() == 140ms);
      walk.proc.end(200);
      walk.reap(200, 100ms);
      walk.proc.put({.pid = 201, .parent = us, .own = 9});
      CHECK(walk.tree.read() == 190ms);
      walk.proc.end(201);
      walk.reap(201, 90ms);
      CHECK(walk.tree.read() == 190ms);
    }
  }

  TEST_CASE("children left unreaped are counted as zombies, and once when we reap them") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 10});
    walk.proc.put({.pid = 201, .parent = 200, .own = 30, .state = 'Z'});
    CHECK(walk.tree.read() == 400ms);
    walk.proc.end(200);
    walk.proc.end(201);
    walk.reap(200, 100ms);
    walk.reap(201, 300ms);
    CHECK(walk.tree.read() == 400ms);
  }

  TEST_CASE("a number that comes back in the tree is another process") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 10});
    walk.proc.put({.pid = 201, .parent = 200, .own = 50, .start = 1000});
    CHECK(walk.tree.read() == 600ms);
    walk.proc.put({.pid = 200, .parent = us, .own = 10, .children = 50});
    walk.proc.put({.pid = 201, .parent = 200, .own = 5, .start = 2000});
    CHECK(walk.tree.read() == 650ms);
    CHECK(walk.tree.processes_seen() == 3);
  }

  TEST_CASE("a number that comes back does not make its first owner forgotten") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 10});
    walk.proc.put({.pid = 201, .parent = 200, .own = 50, .start = 1000});
    static_cast<void>(walk.tree.read());
    walk.proc.put({.pid = 201, .parent = 200, .own = 5, .start = 2000}); // SIGCHLD ignored
    static_cast<void>(walk.tree.read());
    const auto total = walk.tree.read();
    CHECK(*total <= 650ms);
    CHECK(*total >= 630ms);
  }

  TEST_CASE("a number that a stranger got since it was listed is not a member") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 10});
    walk.proc.put({.pid = 201, .parent = 1, .own = 900, .listed_as = 200});
    CHECK(walk.tree.read() == 100ms);
  }

  TEST_CASE("a child reaped during the walk is missed or kept, and counted once later") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 10});
    walk.proc.put({.pid = 201, .parent = 200, .own = 30});
    CHECK(walk.tree.read() == 400ms);
    walk.proc.end_during_walk(201); // after the parent's times were read without it
    CHECK(*walk.tree.read() <= 400ms);
    walk.proc.end(201);
    walk.proc.put({.pid = 200, .parent = us, .own = 10, .children = 30});
    CHECK(walk.tree.read() == 400ms);
  }

  TEST_CASE("a child reaped during the walk, and its parent before the next, count once") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 10});
    walk.proc.put({.pid = 201, .parent = 200, .own = 500});
    CHECK(walk.tree.read() == 5100ms);
    walk.proc.end_during_walk(201);
    static_cast<void>(walk.tree.read());
    walk.proc.end(201);
    walk.proc.end(200);
    walk.reap(200, 5100ms); // its own time and that of the child it waited for
    CHECK(walk.tree.read() == 5100ms);
  }

  TEST_CASE("a child of a thread is found where the kernel lists it: with the thread") {
    for (const bool children_files : {true, false}) {
      CAPTURE(children_files);
      Walk walk(children_files);
      walk.proc.put({.pid = 200, .parent = us, .own = 10, .threads = 3});
      walk.proc.put({.pid = 210, .parent = 200, .own = 6, .born_in = 202});
      walk.proc.put({.pid = 211, .parent = 200, .own = 1, .born_in = 200});
      CHECK(walk.tree.read() == 170ms);
    }
  }

  TEST_CASE("a child of the second of two threads is found, and of a zombie leader's thread too") {
    for (const char state : {'S', 'Z'}) {
      CAPTURE(state);
      Walk walk;
      walk.proc.put({.pid = 200, .parent = us, .own = 10, .threads = 2, .state = state});
      walk.proc.put({.pid = 210, .parent = 200, .own = 6, .born_in = 201});
      CHECK(walk.tree.read() == 160ms);
      CHECK(walk.tree.alive().size() == 2);
    }
  }

  TEST_CASE("what was waited for may look two ticks short in proc: no more of it is lost") {
    for (const int waited_for : {48, 47, 40}) {
      CAPTURE(waited_for);
      Walk walk;
      walk.proc.put({.pid = 200, .parent = us, .own = 10});
      walk.proc.put({.pid = 201, .parent = 200, .own = 50});
      CHECK(walk.tree.read() == 600ms);
      walk.proc.end(201);
      walk.proc.put({.pid = 200, .parent = us, .own = 10, .children = waited_for});
      static_cast<void>(walk.tree.read());
      CHECK(walk.tree.read() == 580ms);
    }
  }

  TEST_CASE("a number that a process outside of the tree gets is that of a member that is gone") {
    for (const bool children_files : {true, false}) {
      CAPTURE(children_files);
      Walk walk(children_files);
      walk.proc.put({.pid = 200, .parent = us, .own = 10});
      walk.proc.put({.pid = 201, .parent = 200, .own = 50, .start = 1000});
      CHECK(walk.tree.read() == 600ms);
      walk.proc.put({.pid = 200, .parent = us, .own = 10, .children = 50});
      walk.proc.put({.pid = 201, .parent = 1, .own = 900, .start = 2000});
      CHECK(walk.tree.read() == 600ms);
      CHECK(walk.tree.alive().size() == 1);
    }
  }

  TEST_CASE("a dead child that nobody waited for had waited for children of its own") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 10, .ignores = true});
    walk.proc.put({.pid = 201, .parent = 200, .own = 20, .children = 30});
    CHECK(walk.tree.read() == 600ms);
    walk.proc.end(201);
    static_cast<void>(walk.tree.read());
    CHECK(walk.tree.read() == 600ms);
  }

  TEST_CASE("times that proc takes back are not taken back here") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 30, .children = 8});
    CHECK(walk.tree.read() == 380ms);
    walk.proc.put({.pid = 200, .parent = us, .own = 29, .children = 7});
    CHECK(walk.tree.read() == 380ms);
  }

  TEST_CASE("a hostile name hides nobody's children") {
    for (const bool children_files : {true, false}) {
      CAPTURE(children_files);
      Walk walk(children_files);
      walk.proc.put({.pid = 200, .parent = us, .own = 1, .name = "a) R 1 (b\n"});
      walk.proc.put({.pid = 201, .parent = 200, .own = 2, .name = ") Z 9 (x"});
      CHECK(walk.tree.read() == 30ms);
      CHECK(walk.tree.alive().size() == 2);
    }
  }

  TEST_CASE("pre-existing children are not of the tree, with all below them") {
    for (const bool children_files : {true, false}) {
      CAPTURE(children_files);
      FakeProc before(children_files);
      before.put({.pid = 150, .parent = us, .own = 900, .threads = 2});
      before.put({.pid = 151, .parent = 150, .own = 900, .born_in = 151});
      CHECK(descendants_of(before.start()).contains(150));

      Walk walk(children_files, {150});
      walk.proc.put({.pid = 150, .parent = us, .own = 900});
      walk.proc.put({.pid = 151, .parent = 150, .own = 900});
      walk.proc.put({.pid = 200, .parent = us, .own = 2});
      CHECK(walk.tree.read() == 20ms);
      CHECK(walk.tree.processes_seen() == 1);
      walk.reap(150, 9000ms);
      walk.proc.end(150);
      CHECK(walk.tree.read() == 20ms);
    }
  }

  TEST_CASE("an orphan that a stranger leaves to us stays a stranger") {
    FakeProc before;
    before.put({.pid = 150, .parent = us, .own = 900});
    before.put({.pid = 151, .parent = 150, .own = 900});
    Walk walk(true, descendants_of(before.start()));
    walk.reap(150, 9000ms);
    walk.proc.put({.pid = 151, .parent = us, .own = 900});
    CHECK(walk.tree.read() == 0ms);
  }

  TEST_CASE("a proc that does not show us cannot tell") {
    Walk walk;
    walk.proc.end(us);
    CHECK_FALSE(walk.tree.read());
  }

  TEST_CASE("the kernel's own clock shows what ticks do not show yet") {
    int started[2] = {};
    REQUIRE(::pipe(started) == 0);
    const pid_t pid = fork_child([&] { return ::write(started[1], "x", 1) == 1 ? ::pause() : 1; });
    char letter = 0;
    CHECK(::read(started[0], &letter, 1) == 1); // so it has been on a CPU, for microseconds
    ReapedTotals reaped;
    ProcfsTree tree(tree_start("/proc"), reaped);
    CHECK(*tree.read() > 0ns);
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    for (const int end : started) ::close(end);
  }

  TEST_CASE("proc itself says which number we have in it") {
    const FakeHost host;
    std::filesystem::create_directories(host.root().proc(""));
    std::filesystem::create_symlink("100", host.root().proc("self"));
    const auto foreign = tree_start(host.root().proc(""));
    CHECK(foreign.root == 100);
    CHECK_FALSE(foreign.process_clocks);
    CHECK(tree_start("/proc").root == ::getpid());
    CHECK(tree_start("/proc").process_clocks);
  }

  TEST_CASE("a recorded machine, which has no self, is left for the real proc") {
    const FakeHost host;
    CHECK(tree_start(host.root().proc("")).proc == "/proc");
    CHECK(tree_start(host.root().proc("")).root == ::getpid());
  }
}
