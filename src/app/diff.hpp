// SPDX-License-Identifier: Apache-2.0
// --diff: two saved reports beside one another.
#pragma once

#include "cli/request.hpp"
#include "joules/runs.hpp"

namespace joules {

ExitDisposition diff(const Diff& request);

} // namespace joules
