// SPDX-License-Identifier: Apache-2.0
// The command line to a Request.
#pragma once

#include "cli/request.hpp"

namespace joules {

/// Options end at the first word that is not one, or at "--"; from there every word is the
/// command's. Throws Failure (125) with the option, the value and what is accepted.
Request parse_command_line(int argc, const char* const* argv);

} // namespace joules
