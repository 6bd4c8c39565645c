// SPDX-License-Identifier: Apache-2.0
// What happened to our children: the command, and orphans that we adopted.
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

/// Throws Failure where the kernel, by a seccomp filter say, forbids us to wait for children: what
/// is started then would never be seen to end.
void require_waiting();

/// The next thing that happened to a child, without waiting. An exited child stays a zombie, so
/// that its times can still be read, and comes again until it is reaped; the others come once.
/// nullopt: nothing (any more).
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
