// SPDX-License-Identifier: Apache-2.0
// Advice for somebody whose command could not be started.
#pragma once

#include <string>
#include <vector>

namespace joules {

/// " (joules sh -c 'cd /': it is a part of the shell)", to be put behind the reason. Empty: nothing
/// is known that would help. `compared`: it is one of several, each in one word.
std::string command_hint(const std::vector<std::string>& argv, int error_number, bool compared);

} // namespace joules
