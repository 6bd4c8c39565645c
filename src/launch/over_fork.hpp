// SPDX-License-Identifier: Apache-2.0
// Attributes that exec keeps and fork loses. Without joules in between the command would have them.
// Locks of fcntl(2), which belong to a pid, and pending signals cannot be handed on.
#pragma once

#include "launch/inherited.hpp"

#include <array>

#include <sys/time.h>
#include <sys/types.h>

namespace joules {

class OverFork {
public:
  /// Called before the fork. With `timers`, the child gets this process's alarms and interval
  /// timers: they are taken from this process, and move once.
  OverFork(const Inherited& inherited, bool timers);
  OverFork(const OverFork&) = delete;
  OverFork& operator=(const OverFork&) = delete;
  /// After the fork: the environment, which a child of vfork(2) shares with us, is ours again.
  ~OverFork();

  /// Called in the child, before it runs its own program. PR_SET_PDEATHSIG holds as if the child's
  /// parent were that of joules; LISTEN_PID and LISTEN_PIDFDID of sd_listen_fds(3) name the child
  /// where they named joules.
  void hand_to_child() const;

private:
  /// LISTEN_PID and LISTEN_PIDFDID, where they are for us.
  void name_in_environment(pid_t process) const;

  const Inherited& inherited_;
  pid_t ourselves_;
  std::array<itimerval, 3> timers_{}; // in the order of `kinds_of_timer`; zero: not set
  bool sockets_are_ours_ = false;     // LISTEN_PID names us
  bool pidfd_is_ours_ = false;        // LISTEN_PIDFDID does
};

} // namespace joules
