// SPDX-License-Identifier: Apache-2.0
// Which children of this process have ended or stopped: the command, and adopted orphans.
#pragma once

#include "joules/recording.hpp"

#include <optional>

#include <sys/resource.h>
#include <sys/types.h>

namespace joules {

struct ChildEvent {
  enum class Kind { exited, stopped, continued };
  pid_t pid = 0;
  Kind kind = Kind::exited;
};

/// Throws Failure where the kernel forbids waiting for children, for instance by a seccomp filter:
/// a command started then would never be seen to end.
void require_waiting();

/// Returns the next event of a child without waiting. An exited child stays a zombie, so that its
/// times can still be read, and is returned again until it is reaped; other events are returned
/// once. nullopt: there is no further event.
std::optional<ChildEvent> next_child_event();

/// True while there is any child, dead or alive.
bool have_children();

struct Reaped {
  ExitStatus exit;
  rusage usage{};
};

/// REQUIRES: `pid` is an exited child. Neither code nor signal when the kernel refuses to tell.
Reaped reap(pid_t pid);

} // namespace joules
