// SPDX-License-Identifier: Apache-2.0
// Who is in the tree, as its readers see it.
#include "support/fake_proc.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>

using namespace joules;
using joules::test::FakeProc;
using joules::test::us;
using joules::test::Walk;
using namespace std::chrono_literals;

TEST_SUITE("accounting") {
  TEST_CASE("the living are named by number, without the dead and without us") {
    Walk walk;
    walk.proc.put({.pid = 202, .parent = us, .name = "late"});
    walk.proc.put({.pid = 201, .parent = us, .state = 'R', .name = "early"});
    walk.proc.put({.pid = 203, .parent = us, .state = 'Z', .name = "dead"});
    static_cast<void>(walk.tree.read());
    const auto alive = walk.tree.alive();
    REQUIRE(alive.size() == 2);
    CHECK(alive[0].pid == 201);
    CHECK(alive[0].command == "early");
    CHECK(alive[1].pid == 202);
    CHECK(alive[1].command == "late");
  }

  TEST_CASE("each member can be looked at, with the time of its own threads") {
    Walk walk;
    walk.proc.put({.pid = 201, .parent = us, .own = 3, .children = 90, .name = "make"});
    walk.proc.put({.pid = 202, .parent = 201, .own = 5, .state = 'Z', .name = "cc"});
    walk.proc.put({.pid = 203, .parent = 201, .own = 7});
    static_cast<void>(walk.tree.read());
    walk.proc.end(203);
    static_cast<void>(walk.tree.read());
    std::map<std::string, Nanoseconds> seen;
    walk.tree.for_each_member(
        [&](const ProcessStat& stat, Nanoseconds own) { seen[stat.command] = own; });
    CHECK(seen == std::map<std::string, Nanoseconds>{{"make", 30ms}, {"cc", 50ms}});
  }

  TEST_CASE("processes that only wait4 told of were there too") {
    Walk walk;
    for (const pid_t pid : {201, 202, 203}) walk.reap(pid, 0ms);
    CHECK(walk.tree.processes_seen() == 3);
  }
}
