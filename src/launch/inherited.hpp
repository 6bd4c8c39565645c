// SPDX-License-Identifier: Apache-2.0
// Process attributes that joules inherited from its parent and must hand on to the command
// unchanged.
#pragma once

#include <signal.h>
#include <sys/types.h>

namespace joules {

struct Inherited {
  sigset_t mask{};
  bool child_signal_ignored = false; // SIGCHLD was SIG_IGN, which joules cannot use itself
  int parent_death_signal = 0;       // PR_SET_PDEATHSIG of prctl(2), which exec keeps; 0: none
  pid_t parent = 0;                  // whose death it is sent for
  bool adopts_orphans = false;       // PR_SET_CHILD_SUBREAPER, which exec keeps and a fork loses
};

/// REQUIRES: none of these attributes was changed before.
Inherited what_was_inherited();

/// Requests the parent-death signal again, which a change of user clears and a fork does not hand
/// on. Where `parent` has died meanwhile, the signal is raised at once.
void renew_parent_death_signal(int signal, pid_t parent);

} // namespace joules
