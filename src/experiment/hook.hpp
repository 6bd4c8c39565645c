// SPDX-License-Identifier: Apache-2.0
// What is run between measured runs: --prepare and --cleanup. Never measured.
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

/// Runs `script` by "sh -c" as the command's user, its output on standard error, since standard
/// output is the command's. The error says how it failed. Signals are passed on as to the command;
/// after TERM or HUP it gets the same grace.
Result<HookEnd> run_hook(const std::string& option, const std::string& script,
                         const SignalQueue& signals);

} // namespace joules
