// SPDX-License-Identifier: Apache-2.0
// --doctor: the machine's sensors, and how to get access to them.
#pragma once

#include "cli/request.hpp"
#include "joules/runs.hpp"

namespace joules {

/// 0: a sensor measures; 1: only the estimate is left.
ExitDisposition doctor(const Doctor& request);

} // namespace joules
