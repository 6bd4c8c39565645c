// SPDX-License-Identifier: Apache-2.0
// --replay: reports anew on what --record kept, and runs nothing.
#pragma once

#include "cli/request.hpp"
#include "joules/runs.hpp"

namespace joules {

/// A gate that fails, or is inconclusive under --strict, is the status; how the recorded command
/// ended is not. Throws Failure when something is asked for that was not recorded.
ExitDisposition replay(const Replay& request);

} // namespace joules
