// SPDX-License-Identifier: Apache-2.0
// cli/: what the user asked for, and how joules leaves.
#pragma once

#include "cli/exit_code.hpp" // leave_after(): the verdicts to an exit status
#include "cli/request.hpp"   // parse_command_line()
