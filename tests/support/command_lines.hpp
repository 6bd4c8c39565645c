// SPDX-License-Identifier: Apache-2.0
// What a command line asks for, or why it is refused.
#pragma once

#include "cli/parse.hpp"
#include "joules/result.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace joules {

inline Request request_of(std::vector<const char*> argv) {
  argv.insert(argv.begin(), "joules");
  return parse_command_line(static_cast<int>(argv.size()), argv.data());
}

inline Measure parse(const std::vector<const char*>& argv) {
  return std::get<Measure>(request_of(argv));
}

/// Why `argv` is refused; empty: it is not.
inline std::string refusal(const std::vector<const char*>& argv) {
  try {
    request_of(argv);
  } catch (const Failure& failure) {
    return failure.what();
  }
  return {};
}

inline bool has(std::string_view text, std::string_view part) {
  return text.find(part) != text.npos;
}

} // namespace joules
