// SPDX-License-Identifier: Apache-2.0
// Words of the user's command, safe to show: a terminal or a log never gets a raw control byte.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace joules {

/// As a shell would take them again: quoted where needed, $'\x1b' for bytes that do not print.
std::string quoted(const std::vector<std::string>& words);

/// `text` with bytes that do not print as \x1b; nothing quoted.
std::string printable(std::string_view text);

/// Length of the well-formed UTF-8 sequence that `text` begins with; 0: it does not.
std::size_t utf8_length(std::string_view text);

bool is_utf8(std::string_view text);

/// True when a terminal may get it as it is: UTF-8 without control characters, those of Unicode
/// too.
bool is_printable(std::string_view text);

} // namespace joules
