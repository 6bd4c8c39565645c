// SPDX-License-Identifier: Apache-2.0
#include "sampling/run_state.hpp"

#include <doctest/doctest.h>

using namespace joules;
using namespace std::chrono_literals;
using Stage = RunState::Stage;

namespace {

bool nobody_is_left() {
  return true;
}
bool somebody_is_left() {
  return false;
}

RunState waiting(std::optional<Nanoseconds> timeout = std::nullopt) {
  RunState state(timeout);
  state.command_exited(100s);
  return state;
}

} // namespace

TEST_SUITE("sampling") {
  TEST_CASE("a run waits for the tree until nobody is left, or the timeout") {
    RunState state = waiting();
    CHECK(state.stage() == Stage::waiting_for_tree);
    CHECK_FALSE(state.deadline());
    state.look(9999s, somebody_is_left);
    CHECK_FALSE(state.is_over());
    state.look(9999s, nobody_is_left);
    CHECK(state.is_over());

    RunState timed = waiting(5s);
    CHECK(timed.deadline() == Instant(105s));
    timed.look(104s, somebody_is_left);
    CHECK_FALSE(timed.is_over());
    timed.look(105s, somebody_is_left);
    CHECK(timed.is_over());
  }

  TEST_CASE("while the command runs nobody asks for the tree, and no time ends the run") {
    RunState state(0s);
    state.look(9999s, [] {
      FAIL("asked");
      return true;
    });
    state.interrupted(); // the command decides
    CHECK(state.stage() == Stage::running);
    CHECK_FALSE(state.deadline());
  }

  TEST_CASE("a command that is told to end has the grace, which a second signal does not renew") {
    RunState state(60s);
    state.told_to_end(10s, 2s);
    state.told_to_end(11s, 2s);
    CHECK(state.stage() == Stage::terminating);
    CHECK(state.deadline() == Instant(12s));
    state.look(11s, nobody_is_left);
    CHECK_FALSE(state.is_over());
    RunState obeyed = state;
    obeyed.command_exited(11s); // then nobody waits for its tree
    CHECK(obeyed.is_over());
    state.look(12s, somebody_is_left);
    CHECK(state.is_over());
  }

  TEST_CASE("any signal that is to end the run ends the wait for the tree") {
    RunState by_int = waiting(), by_term = waiting();
    by_int.interrupted();
    by_term.told_to_end(101s, 2s);
    CHECK(by_int.is_over());
    CHECK(by_term.is_over());
    CHECK_FALSE(by_term.deadline());
  }

  TEST_CASE("what is over stays over") {
    RunState state = waiting();
    state.look(101s, nobody_is_left);
    state.command_exited(102s);
    state.told_to_end(103s, 2s);
    state.interrupted();
    CHECK(state.is_over());
  }
}
