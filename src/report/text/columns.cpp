// SPDX-License-Identifier: Apache-2.0
#include "report/text/columns.hpp"

#include "joules/quoting.hpp"

#include <algorithm>

namespace joules {

namespace {

struct Range {
  char32_t first, last;
};

/// The blocks that Unicode 15 has for marks that stand on or below the letter before (general
/// categories Mn and Me) in the scripts that file names are written in, and for what is not seen.
constexpr Range combining[] = {
    {0x0300, 0x036f}, {0x0483, 0x0489},   {0x0591, 0x05bd},  {0x064b, 0x065f}, {0x0e31, 0x0e31},
    {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e},   {0x1ab0, 0x1aff},  {0x1dc0, 0x1dff}, {0x200b, 0x200d},
    {0x20d0, 0x20ff}, {0x302a, 0x302d},   {0x3099, 0x309a},  {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
    {0xfeff, 0xfeff}, {0x1f3fb, 0x1f3ff}, {0xe0100, 0xe01ef}};

/// Unicode 15, EastAsianWidth.txt: W and F, by block.
constexpr Range wide[] = {{0x1100, 0x115f},   {0x231a, 0x231b},   {0x2329, 0x232a},
                          {0x2e80, 0x303e},   {0x3041, 0xa4cf},   {0xa960, 0xa97f},
                          {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe30, 0xfe6f},
                          {0xff00, 0xff60},   {0xffe0, 0xffe6},   {0x1f300, 0x1f64f},
                          {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}};

template <std::size_t count>
bool is_in(const Range (&ranges)[count], char32_t point) {
  return std::ranges::any_of(
      ranges, [&](const Range& range) { return point >= range.first && point <= range.last; });
}

/// REQUIRES: well-formed UTF-8.
char32_t code_point(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  if (character.size() == 1) return byte(0);
  char32_t point = byte(0) & (0x7fu >> character.size());
  for (std::size_t i = 1; i < character.size(); ++i) point = point << 6 | (byte(i) & 0x3fu);
  return point;
}

std::size_t columns_of_character(std::string_view character) {
  if (character.size() == 1) return 1;
  const char32_t point = code_point(character);
  return is_in(combining, point) ? 0 : is_in(wide, point) ? 2 : 1;
}

/// The character that `text` begins with; a byte that begins none.
std::string_view first_character(std::string_view text) {
  return text.substr(0, std::max<std::size_t>(utf8_length(text), 1));
}

} // namespace

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const std::string_view character = first_character(text);
    columns += columns_of_character(character);
    text.remove_prefix(character.size());
  }
  return columns;
}

std::string padded(std::string_view text, std::size_t columns) {
  const std::size_t taken = columns_of(text);
  return std::string(text) + std::string(columns > taken ? columns - taken : 0, ' ');
}

std::string cut(std::string_view text, std::size_t columns) {
  constexpr std::string_view dots = "...";
  if (columns_of(text) <= columns) return std::string(text);
  std::string kept;
  std::size_t taken = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view character = first_character(rest);
    taken += columns_of_character(character);
    if (taken + dots.size() > columns) break;
    kept += character;
    rest.remove_prefix(character.size());
  }
  return kept.append(dots);
}

} // namespace joules
