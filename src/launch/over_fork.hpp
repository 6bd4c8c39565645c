// SPDX-License-Identifier: Apache-2.0
// What exec keeps and fork loses: without joules between, the command would have it. Not to be
// saved are locks of fcntl(2), which belong to a pid, and pending signals.
#pragma once

#include "launch/inherited.hpp"

#include <array>

#include <sys/time.h>
#include <sys/types.h>

namespace joules {

class OverFork {
public:
  /// Before the fork. The child is to have alarms and interval timers too if `timers`: they are
  /// taken from this process then, and move once.
  OverFork(const Inherited& inherited, bool timers);

  /// In the child, before it runs its own program. PR_SET_PDEATHSIG holds as if its parent were
  /// ours; LISTEN_PID and LISTEN_PIDFDID of sd_listen_fds(3) name the child where they named us.
  void hand_to_child() const;

private:
  const Inherited& inherited_;
  pid_t ourselves_;
  std::array<itimerval, 3> timers_{}; // in the order of `kinds_of_timer`; zero: not set
  bool sockets_are_ours_ = false;     // LISTEN_PID names us
  bool pidfd_is_ours_ = false;        // LISTEN_PIDFDID does
};

} // namespace joules
