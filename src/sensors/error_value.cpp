// SPDX-License-Identifier: Apache-2.0
#include "sensors/error_value.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace joules {

namespace {

constexpr std::array<std::uint64_t, 3> scales = {1, 1'000, 1'000'000};
constexpr std::uint64_t all_ones_32 = 0xffffffff, largest_32 = 0x7fffffff, smallest_32 = 0x80000000;
constexpr std::uint64_t all_ones_16 = 0xffff;
constexpr std::uint64_t all_ones_64 = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t largest_64 = all_ones_64 / 2, smallest_64 = largest_64 + 1;

bool is_error_value_of(std::uint64_t number, std::uint64_t scale) {
  const std::uint64_t minus_one = all_ones_64 - (scale - 1); // x scale, in 64 bits
  return number == all_ones_32 * scale || number == largest_32 * scale ||
         number == smallest_32 * scale || number == minus_one ||
         number == (minus_one & all_ones_32) || (scale > 1 && number == all_ones_16 * scale);
}

} // namespace

bool is_error_value(std::uint64_t number) {
  return number == largest_64 || number == smallest_64 ||
         std::ranges::any_of(scales,
                             [&](std::uint64_t scale) { return is_error_value_of(number, scale); });
}

bool is_error_value(std::int64_t number) {
  const auto bits = static_cast<std::uint64_t>(number);
  return is_error_value(bits) || (number < 0 && is_error_value(-bits));
}

} // namespace joules
