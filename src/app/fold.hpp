// SPDX-License-Identifier: Apache-2.0
// --fold: the stack traces that `perf script` prints on standard input, weighed by the energy of a
// recording.
#pragma once

#include "cli/request.hpp"
#include "joules/runs.hpp"

namespace joules {

/// Throws Failure when the tree's energy is not known, or no sample falls into the runs.
ExitDisposition fold(const Fold& request);

} // namespace joules
