// SPDX-License-Identifier: Apache-2.0
// Real children for the tests of waiting and signals.
#pragma once

#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

namespace joules::test {

/// Forks a child that leaves with what `body` returns. No assertions in it.
template <class Body>
pid_t fork_child(Body body) {
  const pid_t pid = ::fork();
  if (pid == 0) ::_exit(body());
  return pid;
}

/// A child that does nothing until a signal ends it.
inline pid_t fork_sleeper() {
  return fork_child([] {
    while (true) ::pause();
    return 0;
  });
}

/// Waits until something of `what` (WEXITED, WSTOPPED, WCONTINUED) has happened to `pid`, and
/// leaves it to be found.
inline void await(pid_t pid, int what) {
  siginfo_t event{};
  ::waitid(P_PID, static_cast<id_t>(pid), &event, what | WNOWAIT);
}

} // namespace joules::test
