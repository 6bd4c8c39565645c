// SPDX-License-Identifier: Apache-2.0
// Whether a command could be run, before it is.
#pragma once

#include "joules/result.hpp"

#include <string>

namespace joules {

/// Looks for `program` as execvp(3) does. The error is the one that exec would give: its code is
/// ENOENT where nothing was found, EACCES where what was found may not be run.
Result<void> find_program(const std::string& program);

} // namespace joules
