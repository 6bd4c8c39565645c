// SPDX-License-Identifier: Apache-2.0
// cli/: the command line to what the user asked for.
#pragma once

#include "cli/help.hpp"      // help_text()
#include "cli/parse.hpp"     // parse_command_line()
#include "cli/request.hpp"   // Request: one mode, made of the settings of the stages
#include "cli/run_rules.hpp" // what gates and reports ask of runs
