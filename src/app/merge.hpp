// SPDX-License-Identifier: Apache-2.0
// --merge: one report out of many.
#pragma once

#include "cli/request.hpp"
#include "joules/runs.hpp"

namespace joules {

ExitDisposition merge(const Merge& request);

} // namespace joules
