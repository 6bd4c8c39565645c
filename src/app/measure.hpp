// SPDX-License-Identifier: Apache-2.0
// The way through the program: run commands, and report their energy.
#pragma once

#include "cli/request.hpp"
#include "joules/runs.hpp"

namespace joules {

ExitDisposition measure(const Measure& request);

} // namespace joules
