// SPDX-License-Identifier: Apache-2.0
// Starts the command as the shell would have: same descriptors, environment, terminal, signals,
// search along PATH, scripts without "#!".
#pragma once

#include "joules/result.hpp"
#include "launch/command.hpp"
#include "launch/inherited.hpp"

#include <sys/types.h>

namespace joules {

/// Returns once the command runs its own program. From here on it is alive, and only the caller
/// waits for it. An error's code is the errno of a failed exec: ENOENT is "not found". Throws
/// Failure when the fork failed, not the exec.
///
/// REQUIRES: one thread.
Result<pid_t> launch(const Command& command, const Inherited& inherited);

/// Makes this process the parent of the tree's orphans, so that the time of double-forked daemons
/// is seen. Returns false where the kernel refuses it, for instance by a seccomp filter.
[[nodiscard]] bool adopt_orphans();

} // namespace joules
