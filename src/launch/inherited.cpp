// SPDX-License-Identifier: Apache-2.0
#include "launch/inherited.hpp"

#include <sys/prctl.h>
#include <unistd.h>

namespace joules {

Inherited what_was_inherited() {
  Inherited inherited;
  ::sigprocmask(SIG_SETMASK, nullptr, &inherited.mask);
  struct sigaction action {};
  ::sigaction(SIGCHLD, nullptr, &action);
  inherited.child_signal_ignored = action.sa_handler == SIG_IGN;
  inherited.parent = ::getppid();
  if (::prctl(PR_GET_PDEATHSIG, &inherited.parent_death_signal) != 0)
    inherited.parent_death_signal = 0;
  int adopts = 0;
  inherited.adopts_orphans = ::prctl(PR_GET_CHILD_SUBREAPER, &adopts) == 0 && adopts != 0;
  return inherited;
}

void renew_parent_death_signal(int signal, pid_t parent) {
  if (signal == 0) return;
  ::prctl(PR_SET_PDEATHSIG, signal);
  if (::getppid() != parent) ::raise(signal);
}

} // namespace joules
