// SPDX-License-Identifier: Apache-2.0
// Starts the command as the shell would have: same descriptors, environment, terminal, signals,
// search along PATH, scripts without "#!".
#pragma once

#include "joules/result.hpp"
#include "launch/command.hpp"
#include "launch/inherited.hpp"

#include <sys/types.h>

namespace joules {

/// Returns once the command runs its own program: from here it is alive, and nobody but the
/// caller waits for it. An error's code is the errno of a failed exec: ENOENT is "not found".
/// Throws Failure when it was not the exec that failed: no process to be had.
///
/// REQUIRES: one thread; nothing unwritten in stdio.
Result<pid_t> launch(const Command& command, const Inherited& inherited);

/// Orphans of the tree become our children, so that the time of double-forked daemons is seen.
/// False where the kernel, by a seccomp filter say, refuses that.
[[nodiscard]] bool adopt_orphans();

} // namespace joules
