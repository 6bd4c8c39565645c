// SPDX-License-Identifier: Apache-2.0
// The "key : value" lines of /proc/cpuinfo.
#pragma once

#include "host/text_file.hpp"

#include <charconv>
#include <string_view>

namespace joules {

/// Decimal, or hexadecimal with 0x; -1: none.
inline int number_in(std::string_view text) {
  const bool hexadecimal = text.starts_with("0x");
  if (hexadecimal) text.remove_prefix(2);
  int number = -1;
  std::from_chars(text.data(), text.data() + text.size(), number, hexadecimal ? 16 : 10);
  return number;
}

/// Calls visit(key, value) for each such line.
template <class Visit>
void for_each_field(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (const auto colon = line.find(':'); colon != std::string_view::npos)
      visit(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  }
}

} // namespace joules
