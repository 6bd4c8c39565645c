// SPDX-License-Identifier: Apache-2.0
#include "launch/inherited.hpp"

#include "launch/children.hpp"
#include "support/fork_child.hpp"

#include <doctest/doctest.h>

#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>

TEST_SUITE("launch") {

  using namespace joules;
  using test::fork_child;

  TEST_CASE("what was inherited is known: mask, SIGCHLD, the parent, and what its death brings") {
    const pid_t parent = ::getpid();
    const pid_t pid = fork_child([&] {
      ::signal(SIGCHLD, SIG_DFL);
      const Inherited plain = what_was_inherited();
      if (plain.child_signal_ignored || plain.parent_death_signal != 0) return 1;
      if (plain.adopts_orphans || plain.parent != parent) return 2;
      ::signal(SIGCHLD, SIG_IGN);
      ::prctl(PR_SET_PDEATHSIG, SIGUSR1);
      ::prctl(PR_SET_CHILD_SUBREAPER, 1);
      sigset_t set;
      ::sigemptyset(&set);
      ::sigaddset(&set, SIGUSR2);
      ::sigprocmask(SIG_SETMASK, &set, nullptr);
      const Inherited all = what_was_inherited();
      if (!all.child_signal_ignored || all.parent_death_signal != SIGUSR1) return 3;
      if (!all.adopts_orphans) return 4;
      return ::sigismember(&all.mask, SIGUSR2) == 1 && ::sigismember(&all.mask, SIGUSR1) == 0 ? 0
                                                                                              : 5;
    });
    CHECK(reap(pid).exit.code == 0);
  }

  TEST_CASE("the signal of the parent's death is asked for again, where there was one") {
    const pid_t parent = ::getpid();
    const pid_t pid = fork_child([&] {
      const auto asked_for = [] {
        int signal = -1;
        ::prctl(PR_GET_PDEATHSIG, &signal);
        return signal;
      };
      renew_parent_death_signal(0, parent + 1); // none: whoever the parent is
      if (asked_for() != 0) return 1;
      renew_parent_death_signal(SIGUSR2, parent);
      return asked_for() == SIGUSR2 ? 0 : 2;
    });
    CHECK(reap(pid).exit.code == 0);
  }

  TEST_CASE("a parent that has died meanwhile brings its signal at once") {
    const pid_t other = ::getpid() + 1;
    const pid_t pid = fork_child([&] {
      ::signal(SIGTERM, SIG_DFL);
      renew_parent_death_signal(SIGTERM, other);
      return 0;
    });
    CHECK(reap(pid).exit.signal == SIGTERM);
  }
}
