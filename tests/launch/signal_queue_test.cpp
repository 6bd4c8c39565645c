// SPDX-License-Identifier: Apache-2.0
#include "launch/signal_queue.hpp"

#include "launch/children.hpp"
#include "support/fork_child.hpp"
#include "support/signal_state.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/resource.h>

using namespace joules;
using joules::test::await;
using joules::test::fork_child;
using joules::test::SignalState;
using namespace std::chrono_literals;

namespace {

/// Types `key` at a terminal of its own, and leaves with 1 when the queue says that the kernel sent
/// the signal for it.
int typed_at_a_terminal(char key, int signal) {
  ::setsid();
  const int keyboard = ::posix_openpt(O_RDWR | O_NOCTTY);
  if (keyboard < 0 || ::grantpt(keyboard) != 0 || ::unlockpt(keyboard) != 0) return 2;
  if (::open(::ptsname(keyboard), O_RDWR) < 0) return 3; // becomes our controlling terminal
  const SignalQueue signals;
  if (::write(keyboard, &key, 1) != 1) return 4;
  const auto taken = signals.wait(10s);
  return taken && taken->number == signal && taken->to_our_group ? 1 : 0;
}

} // namespace

TEST_SUITE("launch") {
  TEST_CASE("a signal that a process sends is taken from the queue, and is not the kernel's") {
    const SignalState state;
    const SignalQueue signals;
    for (const int signal : {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU}) {
      CAPTURE(signal);
      ::kill(::getpid(), signal);
      const auto taken = signals.wait(10s);
      REQUIRE(taken);
      CHECK(taken->number == signal);
      CHECK_FALSE(taken->to_our_group);
    }
  }

  TEST_CASE("a key at the terminal is the kernel's signal: the command got it too") {
    CHECK(reap(fork_child([] { return typed_at_a_terminal(3, SIGINT); })).exit.code == 1);
    CHECK(reap(fork_child([] { return typed_at_a_terminal(26, SIGTSTP); })).exit.code == 1);
  }

  TEST_CASE("a child's end wakes us") {
    const SignalState state;
    const SignalQueue signals;
    const pid_t pid = fork_child([] { return 0; });
    const auto taken = signals.wait(10s);
    REQUIRE(taken);
    CHECK(taken->number == SIGCHLD);
    static_cast<void>(reap(pid));
  }

  TEST_CASE("an ignored signal is not taken: nohup keeps its meaning") {
    const SignalState state;
    SignalState::ignore(SIGHUP);
    const SignalQueue signals;
    ::kill(::getpid(), SIGHUP);
    CHECK_FALSE(signals.wait(0s));
    CHECK(SignalState::is_ignored(SIGHUP));
  }

  TEST_CASE("a signal that was blocked when we came is not taken") {
    const SignalState state;
    SignalState::block(SIGTERM);
    const SignalQueue signals;
    ::kill(::getpid(), SIGTERM);
    CHECK_FALSE(signals.wait(0s));
    CHECK(::sigismember(&signals.inherited().mask, SIGTERM) == 1);
  }

  TEST_CASE("signals that came together are taken one at a time, and none is lost") {
    const SignalState state;
    const SignalQueue signals;
    ::kill(::getpid(), SIGTERM);
    ::kill(::getpid(), SIGHUP);
    std::set<int> taken;
    for (int i = 0; i < 2; ++i) taken.insert(signals.wait(10s).value_or(Signal{}).number);
    CHECK(taken == std::set<int>{SIGHUP, SIGTERM});
    CHECK_FALSE(signals.wait(0s));
  }

  TEST_CASE("a timeout that is not positive does not wait") {
    const SignalState state;
    const SignalQueue signals;
    CHECK_FALSE(signals.wait(0s));
    CHECK_FALSE(signals.wait(-5s));
    ::kill(::getpid(), SIGTERM);
    CHECK(signals.wait(-5s)); // what is there already is taken
  }

  TEST_CASE("every signal that could end us is held back, but for faults of our own") {
    const SignalState state;
    const SignalQueue signals;
    for (int signal = 1; signal <= SIGRTMAX; ++signal) {
      CAPTURE(signal);
      const bool of_the_library = signal > 31 && signal < SIGRTMIN;
      const bool never =
          std::set<int>{SIGKILL, SIGSTOP, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGSYS}
              .contains(signal);
      CHECK(SignalState::is_blocked(signal) == !(of_the_library || never));
    }
  }

  TEST_CASE("abort() ends us although SIGABRT is held back") {
    CHECK(reap(fork_child([]() -> int {
            const rlimit no_core{0, 0};
            ::setrlimit(RLIMIT_CORE, &no_core);
            ::signal(SIGABRT, SIG_DFL); // doctest would report it as its own
            const SignalQueue signals;
            std::abort();
          })).exit.signal == SIGABRT);
  }

  TEST_CASE("a write of ours without a reader is told as about us, another's SIGPIPE is not") {
    const SignalState state;
    const SignalQueue signals;
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    ::close(ends[0]);
    CHECK(::write(ends[1], "x", 1) == -1);
    ::close(ends[1]);
    const auto ours = signals.wait(10s);
    CHECK((ours && ours->number == SIGPIPE && ours->about_us));
    const pid_t us = ::getpid();
    const pid_t other = fork_child([us] { return ::kill(us, SIGPIPE); });
    await(other, WEXITED);
    auto taken = signals.wait(10s);
    if (taken && taken->number != SIGPIPE) taken = signals.wait(10s); // its end
    CHECK((taken && taken->number == SIGPIPE && !taken->about_us && taken->sender == other));
    static_cast<void>(reap(other));
  }

  TEST_CASE("a value comes along with a signal") {
    const SignalState state;
    const SignalQueue signals;
    sigval value{};
    value.sival_int = 42;
    ::sigqueue(::getpid(), SIGRTMIN + 3, value);
    const auto taken = signals.wait(10s);
    REQUIRE((taken && taken->number == SIGRTMIN + 3 && taken->value));
    CHECK(taken->value->sival_int == 42);
  }

  TEST_CASE("what is left in the queue at its end harms nobody") {
    CHECK(reap(fork_child([] {
            {
              const SignalQueue signals;
              ::kill(::getpid(), SIGUSR1);
            }
            return 5;
          })).exit.code == 5);
  }

  TEST_CASE("a wait for a reader ends by TERM, HUP, INT and QUIT, and by no other signal") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    ::fcntl(ends[1], F_SETFL, O_NONBLOCK);
    while (::write(ends[1], "0123456789abcdef", 16) > 0) {
    }
    for (const int signal : {SIGTERM, SIGHUP, SIGINT, SIGQUIT}) {
      CAPTURE(signal);
      const SignalState state;
      const SignalQueue signals;
      ::kill(::getpid(), SIGUSR1);
      ::kill(::getpid(), signal);
      CHECK(signals.await_writable(ends[1]) == signal);
      CHECK(signals.wait(0s).value_or(Signal{}).number != 0); // it stays in the queue
    }
    const SignalState state;
    const SignalQueue signals;
    ::kill(::getpid(), SIGUSR1);
    ::close(ends[0]); // a reader that is gone: the write itself says so
    CHECK_FALSE(signals.await_writable(ends[1]));
    ::close(ends[1]);
  }

  TEST_CASE("the mask that was inherited is noted, and there again at the end") {
    const SignalState state;
    SignalState::block(SIGUSR1);
    {
      const SignalQueue signals;
      CHECK(SignalState::is_blocked(SIGINT));
      CHECK(::sigismember(&signals.inherited().mask, SIGUSR1) == 1);
      CHECK(::sigismember(&signals.inherited().mask, SIGINT) == 0);
    }
    CHECK_FALSE(SignalState::is_blocked(SIGINT));
    CHECK_FALSE(SignalState::is_blocked(SIGCHLD));
    CHECK(SignalState::is_blocked(SIGUSR1));
  }

  TEST_CASE("with SIGCHLD ignored by our caller we still learn how children ended") {
    const SignalState state;
    SignalState::ignore(SIGCHLD);
    const SignalQueue signals;
    CHECK(signals.inherited().child_signal_ignored);
    const pid_t pid = fork_child([] { return 3; });
    CHECK(reap(pid).exit.code == 3);
  }

  TEST_CASE("an ignored SIGCHLD is ignored again at the end: the next run inherits it too") {
    const SignalState state;
    SignalState::ignore(SIGCHLD);
    { const SignalQueue signals; }
    CHECK(SignalState::is_ignored(SIGCHLD));
    const SignalQueue next;
    CHECK(next.inherited().child_signal_ignored);
  }

  TEST_CASE("a SIGCHLD that nobody ignored is noted so") {
    const SignalState state;
    CHECK_FALSE(SignalQueue().inherited().child_signal_ignored);
  }

  TEST_CASE("we stop as the signal asks, and go on with the same signals held back") {
    for (const int signal : {SIGTSTP, SIGTTIN, SIGTTOU}) {
      CAPTURE(signal);
      const pid_t pid = fork_child([signal] {
        ::setpgid(0, 0); // a group of its own, which is not an orphaned one: we are its parent
        const SignalQueue signals;
        signals.stop_self(signal);
        return SignalState::is_blocked(signal) ? 5 : 6;
      });
      await(pid, WSTOPPED | WEXITED);
      const auto event = next_child_event();
      CHECK((event && event->kind == ChildEvent::Kind::stopped));
      ::kill(pid, SIGCONT);
      CHECK(reap(pid).exit.code == 5);
    }
  }

  TEST_CASE("we do not stop when we were continued meanwhile: nobody would continue us again") {
    const pid_t pid = fork_child([] {
      ::setpgid(0, 0);
      const SignalQueue signals;
      ::raise(SIGCONT);
      signals.stop_self(SIGTSTP);
      return 5;
    });
    await(pid, WSTOPPED | WEXITED);
    const auto event = next_child_event();
    CHECK((event && event->kind == ChildEvent::Kind::exited));
    ::kill(pid, SIGCONT);
    CHECK(reap(pid).exit.code == 5);
  }

  TEST_CASE("we die as the command died") {
    for (const int signal : {SIGTERM, SIGHUP, SIGINT, SIGKILL, SIGUSR1, SIGPIPE}) {
      CAPTURE(signal);
      CHECK(reap(fork_child([signal]() -> int { die_of(signal); })).exit.signal == signal);
    }
  }

  TEST_CASE("we die of a signal that is blocked and ignored here, too") {
    CHECK(reap(fork_child([]() -> int {
            SignalState::ignore(SIGTERM);
            SignalState::block(SIGTERM);
            die_of(SIGTERM);
          })).exit.signal == SIGTERM);
  }

  TEST_CASE("we leave no core of our own") {
    const pid_t pid = fork_child([]() -> int {
      rlimit core{};
      ::getrlimit(RLIMIT_CORE, &core);
      core.rlim_cur = core.rlim_max;
      ::setrlimit(RLIMIT_CORE, &core);
      die_of(SIGQUIT);
    });
    int status = 0;
    ::waitpid(pid, &status, 0);
    CHECK(WTERMSIG(status) == SIGQUIT);
    CHECK_FALSE(WCOREDUMP(status));
  }

  TEST_CASE("of a signal that ends nobody we die by its number") {
    CHECK(reap(fork_child([]() -> int { die_of(SIGCHLD); })).exit.code == 128 + SIGCHLD);
  }
}
