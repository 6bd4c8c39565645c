// SPDX-License-Identifier: Apache-2.0
// What this process was given by the one that started it, and must hand on to the command
// unchanged.
#pragma once

#include <signal.h>
#include <sys/types.h>

namespace joules {

struct Inherited {
  sigset_t mask{};
  bool child_signal_ignored = false; // SIGCHLD was SIG_IGN, which we cannot leave so for ourselves
  int parent_death_signal = 0;       // PR_SET_PDEATHSIG of prctl(2), which exec keeps; 0: none
  pid_t parent = 0;                  // whose death it is sent for
  bool adopts_orphans = false;       // PR_SET_CHILD_SUBREAPER, which exec keeps and a fork loses
};

/// REQUIRES: nothing of it was changed so far.
Inherited what_was_inherited();

/// Asks again for the signal that a change of user took away, and a fork does not hand on: the
/// death of `parent` brings it. Where `parent` has died meanwhile the signal is raised at once.
void renew_parent_death_signal(int signal, pid_t parent);

} // namespace joules
