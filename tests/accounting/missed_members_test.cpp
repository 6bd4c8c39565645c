// SPDX-License-Identifier: Apache-2.0
// A live member that one walk does not meet: its time is neither lost nor counted twice.
#include "support/fake_proc.hpp"

#include <doctest/doctest.h>

TEST_SUITE("accounting") {

  using namespace joules;
  using namespace joules::test;
  using namespace std::chrono_literals;

  namespace {
  constexpr pid_t nobodys = 999; // lists it for nobody
  }                              // namespace

  TEST_CASE("a live child that a listing skips is not taken for dead") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 10});
    walk.proc.put({.pid = 201, .parent = 200, .own = 10000});
    CHECK(walk.tree.read() == 100'100ms);
    walk.proc.put({.pid = 201, .parent = 200, .own = 10000, .listed_as = nobodys});
    for (int i = 0; i < 3; ++i) CHECK(walk.tree.read() == 100'100ms);
    CHECK(walk.tree.alive().size() == 2);
    walk.proc.put({.pid = 201, .parent = 200, .own = 10000});
    for (int i = 0; i < 3; ++i) CHECK(walk.tree.read() == 100'100ms);
    CHECK(walk.tree.processes_seen() == 2);
  }

  TEST_CASE("an orphan that moved to us behind our back is counted once") {
    Walk walk;
    walk.proc.put({.pid = 200, .parent = us, .own = 10});
    walk.proc.put({.pid = 201, .parent = 200, .own = 10});
    walk.proc.put({.pid = 202, .parent = 201, .own = 10000});
    CHECK(walk.tree.read() == 100'200ms);
    walk.proc.put({.pid = 201, .parent = 200, .own = 10, .state = 'Z'});
    walk.proc.put({.pid = 202, .parent = us, .own = 10000, .listed_as = nobodys});
    CHECK(walk.tree.read() == 100'200ms);
    walk.proc.put({.pid = 202, .parent = us, .own = 10000});
    for (int i = 0; i < 3; ++i) CHECK(walk.tree.read() == 100'200ms);
  }

  TEST_CASE("what pre-existing children fork later, and leave to us, does not join the tree") {
    Walk walk(true, {150});
    walk.proc.put({.pid = 150, .parent = us, .own = 1});
    walk.proc.put({.pid = 151, .parent = 150, .own = 1}); // forked since
    CHECK(walk.tree.read() == 0ms);
    walk.proc.end(150);
    walk.proc.put({.pid = 151, .parent = us, .own = 900});
    CHECK(walk.tree.read() == 0ms);
  }
}
