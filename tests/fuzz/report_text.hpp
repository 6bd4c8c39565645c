// SPDX-License-Identifier: Apache-2.0
// What every text report keeps to, whatever it was made from.
#pragma once

#include <cstdlib>
#include <string>

namespace joules {

/// Nothing that a file holds reaches a terminal as a control byte.
inline void check_report(const std::string& text) {
  if (text.empty() || text.back() != '\n') std::abort();
  for (const char byte : text)
    if ((byte >= 0 && byte < ' ' && byte != '\n') || byte == 0x7f) std::abort();
}

} // namespace joules
