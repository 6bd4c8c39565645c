// SPDX-License-Identifier: Apache-2.0
// A command in one string, as --compare takes it.
#pragma once

#include <string>
#include <vector>

namespace joules {

/// Splits by the shell's rules of quoting (POSIX XCU 2.2) without a shell. Throws Failure for what
/// only a shell can do: operators, variables, patterns, assignments, an open quote.
std::vector<std::string> split_command(const std::string& text);

} // namespace joules
