// SPDX-License-Identifier: Apache-2.0
// Hooks run between measured runs: --prepare and --cleanup. They are never measured.
#pragma once

#include "joules/launch.hpp"
#include "joules/result.hpp"

#include <optional>
#include <string>

#include <sys/types.h>

namespace joules {

struct HookEnd {
  std::optional<int> last_terminal_signal; // of INT, QUIT, TERM and HUP what came meanwhile
  std::optional<pid_t> left_behind;        // it has not ended when the grace was over
};

/// Runs `script` by "sh -c" as the command's user. Its output goes to standard error, since
/// standard output is the command's. The error says how it failed. Signals are passed on as to the
/// command; after TERM or HUP it gets the same grace.
Result<HookEnd> run_hook(const std::string& option, const std::string& script,
                         const SignalQueue& signals);

} // namespace joules
