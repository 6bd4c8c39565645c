// SPDX-License-Identifier: Apache-2.0
#include "folding/perf_script.hpp"

#include <charconv>
#include <cstdint>
#include <utility>

namespace joules {

namespace {

/// No stack of perf's is deeper: kernel.perf_event_max_stack is at most 640.
constexpr std::size_t longest_stack = 1 << 16;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const auto first = text.find_first_not_of(blanks);
  if (first == text.npos) return "";
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Takes the last word off the text.
std::string_view take_last_word(std::string_view& text) {
  text = trimmed(text);
  const auto blank = text.find_last_of(" \t");
  const std::string_view word = blank == text.npos ? text : text.substr(blank + 1);
  text = blank == text.npos ? std::string_view() : text.substr(0, blank);
  return word;
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
  return whole ? std::optional(number) : std::nullopt;
}

/// "42319.180823069", with three to nine digits behind the point.
std::optional<Nanoseconds> instant_of(std::string_view text) {
  const auto point = text.find('.');
  if (point == text.npos) return std::nullopt;
  const auto seconds = number_of<std::uint32_t>(text.substr(0, point));
  const std::string_view digits = text.substr(point + 1);
  auto fraction = number_of<std::uint32_t>(digits);
  if (!seconds || !fraction || digits.size() < 3 || digits.size() > 9) return std::nullopt;
  for (std::size_t i = digits.size(); i < 9; ++i) *fraction *= 10;
  return std::chrono::seconds(*seconds) + Nanoseconds(*fraction);
}

/// A separator of folded stacks, or a byte that no terminal should get, has no place in a frame.
void append_frame(std::string_view frame, std::string& frames) {
  for (const char byte : frame) {
    const bool plain = static_cast<unsigned char>(byte) >= ' ' && byte != 0x7f;
    frames += byte == ';' ? ':' : plain ? byte : '?';
  }
}

void prepend_frame(std::string_view symbol, std::string& frames) {
  std::string frame;
  append_frame(symbol, frame);
  const auto program = frames.find(';');
  frames.insert(program == frames.npos ? frames.size() : program, ";" + frame);
}

} // namespace

std::optional<StackSample> PerfScript::take(std::string_view line) {
  const bool is_frame = !line.empty() && (line.front() == '\t' || line.front() == ' ');
  const std::string_view text = trimmed(line);
  if (text.empty() || text.front() == '#') return text.empty() ? finish() : std::nullopt;
  const auto blank = text.find_first_of(" \t");
  const std::string_view address = text.substr(0, blank);
  const bool is_address = address.find_first_not_of("0123456789abcdef") == address.npos;
  if (open_ && is_frame && is_address) {
    const std::string_view symbol = blank == text.npos ? "[unknown]" : trimmed(text.substr(blank));
    if (open_->frames.size() + symbol.size() < longest_stack) prepend_frame(symbol, open_->frames);
    return std::nullopt;
  }
  auto ended = finish();
  begin(text);
  return ended;
}

std::optional<StackSample> PerfScript::finish() {
  return std::exchange(open_, std::nullopt);
}

/// A program's name may hold blanks, and colons, so that the line is read from the time backwards.
void PerfScript::begin(std::string_view line) {
  for (auto colon = line.find(": ");; colon = line.find(": ", colon + 1)) {
    if (colon == line.npos) {
      if (!line.ends_with(':')) break;
      colon = line.size() - 1;
    }
    std::string_view head = line.substr(0, colon);
    const auto at = instant_of(take_last_word(head));
    if (at) {
      std::string_view ids = take_last_word(head);
      if (ids.starts_with('[')) ids = take_last_word(head); // a CPU's number
      const auto pid = number_of<int>(ids.substr(0, ids.find('/')));
      if (!pid) break;
      open_ = StackSample{*pid, *at, ""};
      append_frame(trimmed(head), open_->frames);
      return;
    }
    if (colon + 1 >= line.size()) break;
  }
  ++misread_;
}

} // namespace joules
