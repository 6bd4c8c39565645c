// SPDX-License-Identifier: Apache-2.0
// What is run between measured runs: --prepare, --cleanup, pauses. Never measured.
#pragma once

#include "joules/launch/command.hpp"
#include "joules/launch/signal_queue.hpp"
#include "joules/result.hpp"

#include <optional>
#include <string>

namespace joules {

/// Runs `script` by "sh -c" as the command's user, its output on standard error, since standard
/// output is the command's. The error says how it failed. A signal that was sent to us meanwhile is
/// passed on, and returned.
Result<std::optional<int>> run_hook(const std::string& option, const std::string& script,
                                    const SignalQueue& signals);

/// Returns the signal that ended it early: INT, QUIT, TERM or HUP.
std::optional<int> pause(Nanoseconds duration, const SignalQueue& signals);

} // namespace joules
