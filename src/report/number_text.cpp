// SPDX-License-Identifier: Apache-2.0
#include "report/number_text.hpp"

#include <array>
#include <charconv>

namespace joules {

std::string exact(double number) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr};
}

} // namespace joules
