// SPDX-License-Identifier: Apache-2.0
#include "joules/quoting.hpp"

namespace joules {

namespace {

bool is_control(unsigned char byte) {
  return byte < 0x20 || byte == 0x7f;
}

bool is_plain(unsigned char byte) {
  constexpr std::string_view harmless = "%+,-./:=@_^";
  return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= 'a' && byte <= 'z') || harmless.find(static_cast<char>(byte)) != harmless.npos;
}

void append_escaped(unsigned char byte, std::string& out) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (byte == '\n')
    out += "\\n";
  else if (byte == '\t')
    out += "\\t";
  else
    (out += "\\x") += {digits[byte >> 4], digits[byte & 15]};
}

/// U+061C, U+200E, U+200F, U+2028 to U+202E and U+2066 to U+2069: they end a line or turn its
/// direction, so that what is read is not what was run.
bool changes_the_line(std::string_view character) {
  const auto last = static_cast<unsigned char>(character.back());
  if (character.starts_with("\xe2\x80"))
    return last == 0x8e || last == 0x8f || (last >= 0xa8 && last <= 0xae);
  if (character.starts_with("\xe2\x81")) return last >= 0xa6 && last <= 0xa9;
  return character == "\xd8\x9c";
}

/// Length of the printable character at the front; 0: a byte that must be escaped.
std::size_t printable_length(std::string_view text) {
  const std::size_t length = utf8_length(text);
  if (length == 1 && is_control(static_cast<unsigned char>(text[0]))) return 0;
  // U+0080 to U+009F are control characters too: terminals obey some of them.
  if (length == 2 && text[0] == '\xc2' && static_cast<unsigned char>(text[1]) < 0xa0) return 0;
  if (length > 1 && changes_the_line(text.substr(0, length))) return 0;
  return length;
}

/// `first`: of its line, where a shell takes what has a "=" for an assignment.
std::string quoted_word(std::string_view word, bool first) {
  bool plain = !word.empty() && !(first && word.find('=') != word.npos);
  for (const char byte : word) plain = plain && is_plain(static_cast<unsigned char>(byte));
  if (plain) return std::string(word);
  const bool dollar = !is_printable(word);
  std::string out = dollar ? "$'" : "'";
  while (!word.empty()) {
    const std::size_t length = printable_length(word);
    if (length == 0) {
      append_escaped(static_cast<unsigned char>(word[0]), out);
    } else if (word[0] == '\'') {
      out += dollar ? "\\'" : "'\\''";
    } else if (dollar && word[0] == '\\') {
      out += "\\\\";
    } else {
      out += word.substr(0, length);
    }
    word.remove_prefix(length == 0 ? 1 : length);
  }
  return out + "'";
}

} // namespace

std::size_t utf8_length(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (text.empty()) return 0;
  const unsigned char lead = at(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((at(i) & 0xc0) != 0x80) return 0;
  // Overlong forms, surrogates and what lies beyond U+10FFFF: Unicode 15, table 3-7.
  const unsigned char second = at(1);
  if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) ||
      (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f))
    return 0;
  return length;
}

std::string quoted(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) {
    const bool first = line.empty();
    if (!first) line += ' ';
    line += quoted_word(word, first);
  }
  return line;
}

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = printable_length(text);
    if (length == 0) append_escaped(static_cast<unsigned char>(text[0]), out);
    out += text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

bool is_printable(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = printable_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

} // namespace joules
