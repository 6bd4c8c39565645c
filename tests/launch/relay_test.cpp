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

  TEST_CASE("which signals stop, interrupt and terminate") {
    for (int signal = 1; signal < 65; ++signal) {
      CAPTURE(signal);
      CHECK(is_stop(signal) == (signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU));
      CHECK(is_interrupt(signal) == (signal == SIGINT || signal == SIGQUIT));
      CHECK(is_termination(signal) == (signal == SIGTERM || signal == SIGHUP));
    }
  }

  TEST_CASE("a value that came along is passed on with its signal, and none without") {
    const SignalState state;
    const SignalQueue ours;
    for (const bool with_value : {true, false}) {
      const pid_t child = fork_child([] {
        sigset_t all;
        ::sigfillset(&all);
        ::sigprocmask(SIG_BLOCK, &all, nullptr);
        ::raise(SIGSTOP);
        sigset_t only;
        ::sigemptyset(&only);
        ::sigaddset(&only, SIGRTMIN);
        siginfo_t signal{};
        ::sigwaitinfo(&only, &signal);
        return signal.si_code == SI_QUEUE ? signal.si_value.sival_int : 1;
      });
      test::await(child, WSTOPPED);
      Signal signal;
      signal.number = SIGRTMIN;
      if (with_value) signal.value.emplace().sival_int = 42;
      pass_on(signal, child);
      ::kill(child, SIGCONT);
      CHECK(reap(child).exit.code == (with_value ? 42 : 1));
    }
  }

  TEST_CASE("what a child says to its parent does not come back, but for what ends us all") {
    const SignalState state;
    const SignalQueue ours;
    const auto comes_back = [](int number) {
      const pid_t child = fork_child([] {
        sigset_t all;
        ::sigfillset(&all);
        ::sigprocmask(SIG_BLOCK, &all, nullptr);
        ::raise(SIGSTOP);
        int first = 0;
        ::sigwait(&all, &first);
        return first;
      });
      test::await(child, WSTOPPED);
      Signal signal;
      signal.number = number;
      signal.sender = child;
      pass_on(signal, child);
      ::kill(child, SIGRTMAX);
      ::kill(child, SIGCONT);
      return reap(child).exit.code == number;
    };
    CHECK_FALSE(comes_back(SIGUSR1));
    CHECK_FALSE(comes_back(SIGWINCH));
    for (const int number : {SIGINT, SIGQUIT, SIGTERM, SIGHUP}) CHECK(comes_back(number));
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
