// SPDX-License-Identifier: Apache-2.0
// The one table of options. parse.cpp registers it, help.cpp prints it, and the completions are
// generated from it; nothing else lists options.
#pragma once

#include "cli/option.hpp"

#include <span>
#include <string_view>

namespace joules {

std::span<const Option> all_options();

/// nullptr: there is none with this name, "-b" or "--budget".
const Option* find_option(std::string_view name);

} // namespace joules
