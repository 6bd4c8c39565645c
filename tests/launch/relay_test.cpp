// SPDX-License-Identifier: Apache-2.0
#include "launch/relay.hpp"

#include "launch/children.hpp"
#include "support/fork_child.hpp"
#include "support/signal_state.hpp"

#include <doctest/doctest.h>

#include <unistd.h>

using namespace joules;
using joules::test::fork_child;
using joules::test::SignalState;
using namespace std::chrono_literals;

namespace {

/// The number of the first signal that reaches a child to which `signal` is passed on; that of
/// SIGRTMAX, which comes last, if none does.
int first_passed(const Signal& signal, bool in_our_group) {
  const SignalQueue ours;
  const pid_t child = fork_child([in_our_group] {
    if (!in_our_group) ::setpgid(0, 0);
    sigset_t all;
    ::sigfillset(&all);
    ::sigprocmask(SIG_BLOCK, &all, nullptr);
    ::raise(SIGSTOP);
    int number = 0;
    ::sigwait(&all, &number);
    return number;
  });
  test::await(child, WSTOPPED);
  pass_on(signal, child);
  ::kill(child, SIGRTMAX);
  ::kill(child, SIGCONT);
  return reap(child).exit.code.value_or(0);
}

} // namespace

TEST_SUITE("launch") {
  TEST_CASE("a signal that was sent to us is passed on") {
    const SignalState state;
    Signal signal;
    signal.number = SIGUSR1;
    CHECK(first_passed(signal, true) == SIGUSR1);
  }

  TEST_CASE("what the terminal sent to our group is passed on to who has left it only") {
    const SignalState state;
    Signal key;
    key.number = SIGINT;
    key.to_our_group = true;
    CHECK(first_passed(key, true) != SIGINT);
    CHECK(first_passed(key, false) == SIGINT);
  }

  TEST_CASE("what is about us alone, and the end of a child, are nobody else's business") {
    const SignalState state;
    Signal signal;
    signal.number = SIGPIPE;
    signal.about_us = true;
    CHECK(first_passed(signal, true) != SIGPIPE);
    signal = {};
    signal.number = SIGCHLD;
    CHECK(first_passed(signal, true) != SIGCHLD);
  }

  TEST_CASE("a pause ends early by what ends a process, and by nothing else") {
    const SignalState state;
    const SignalQueue signals;
    for (const int signal : {SIGCHLD, SIGCONT, SIGWINCH, SIGURG}) ::kill(::getpid(), signal);
    CHECK_FALSE(pause(0s, signals));
    for (const int signal : {SIGINT, SIGTERM, SIGUSR1, SIGALRM, SIGRTMIN}) {
      CAPTURE(signal);
      ::kill(::getpid(), signal);
      CHECK(pause(100s, signals) == signal);
    }
  }
}
