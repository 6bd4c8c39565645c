// SPDX-License-Identifier: Apache-2.0
#include "joules/decimal.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace joules {

std::string fixed(double number, int decimals) {
  std::array<char, 400> text{}; // the largest double has 309 digits before the point
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number,
                                 std::chars_format::fixed, decimals);
  return {text.data(), end.ptr};
}

int decimals_for(double number, int digits) {
  if (number == 0 || !std::isfinite(number)) return 0;
  const auto decimals_at = [&](double value) {
    const int exponent = static_cast<int>(std::floor(std::log10(std::abs(value))));
    return std::clamp(digits - 1 - exponent, 0, 12);
  };
  const int decimals = decimals_at(number);
  // Rounding may carry into a new digit: 9.996 with three is 10.0, not 10.00.
  const double scale = std::pow(10.0, decimals);
  const double rounded = std::round(number * scale) / scale;
  return rounded == 0 ? decimals : std::min(decimals, decimals_at(rounded));
}

std::string significant(double number, int digits) {
  return fixed(number, decimals_for(number, digits));
}

std::string scientific(double number) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number,
                                 std::chars_format::scientific, 1);
  return {text.data(), end.ptr};
}

} // namespace joules
