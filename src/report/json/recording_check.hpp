// SPDX-License-Identifier: Apache-2.0
// Holds a recording that was read from a file against what sampling/ promises of every recording,
// since attribution/ and report/ rely on it.
#pragma once

#include "joules/result.hpp"
#include "joules/runs.hpp"

namespace joules {

/// The error tells the first thing that no run can have left behind: instants that go back, a
/// counter without a reading for each sample, a time of three centuries, a control character in a
/// name of the machine's.
Result<void> check_recorded(const Experiment& experiment, const Policy& policy);

} // namespace joules
