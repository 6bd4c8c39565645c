// SPDX-License-Identifier: Apache-2.0
// The lines that a command writes into JOULES_MARKS_FD, as marks. Pure.
#pragma once

#include "joules/mark.hpp"

#include <string>
#include <string_view>

namespace joules {

/// "begin NAME", "end NAME", "mark NAME", "work NUMBER [UNIT]", each ended by a newline. A NAME is
/// the rest of the line, at most `longest_mark` bytes of UTF-8 without control characters. A line
/// that is nothing of this is counted, and what follows it is read.
class MarkLines {
public:
  MarkLines() { unfinished_.reserve(longest_mark); }

  /// Takes what was read at `at`, and written at most `late` before: any part of a line, or many.
  /// Without memory for a mark it is one that is not kept.
  void take(std::string_view bytes, Nanoseconds at, Nanoseconds late) noexcept;

  /// How many marks there were so far.
  [[nodiscard]] std::size_t count() const { return marks_.all.size(); }

  /// All of them. A last line without its newline was not finished, and is garbled.
  [[nodiscard]] Marks finished() &&;

private:
  void take_line(std::string_view line, Nanoseconds at, Nanoseconds late);

  std::string unfinished_; // the begun line
  bool too_long_ = false;  // its rest is passed over
  Marks marks_;
};

} // namespace joules
