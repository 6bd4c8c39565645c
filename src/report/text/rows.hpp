// SPDX-License-Identifier: Apache-2.0
// The shape of the text report: labelled rows in columns, none wider than its reader's terminal.
#pragma once

#include "joules/warning.hpp"
#include "report/number.hpp"
#include "report/text/table.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace joules {

/// "  energy, process tree    131.5 J  +- 1.1   71.4 % of ..."
struct Row {
  std::string label;
  Figure value;
  std::string beside; // a short column after the unit
  std::string note;
};

enum class Colour { bold, green, red, yellow };

class RowWriter {
public:
  /// REQUIRES: width >= narrowest_report.
  RowWriter(bool color, std::size_t width) : color_(color), width_(width) {}

  /// As line(), in bold.
  void headline(std::string_view text);
  void row(const Row& row, bool bold = false);
  /// `text` as it is, cut at the width.
  void line(std::string_view text);
  void table(const Table& table);
  /// As wide as its cells: nothing is cut.
  void whole_table(const Table& table);
  /// A label and a sentence, wrapped between words under itself. `alarming`: yellow.
  void sentence(std::string_view label, std::string_view text, bool alarming = false);
  /// In few words, unless `verbose`.
  void warning(const Warning& warning, bool verbose);
  /// `before` and a coloured word; then, from `column` on, as many of `parts` on each line as it
  /// has room for.
  struct Word {
    std::string text;
    Colour colour;
  };
  void parts(const std::string& before, const Word& word, std::size_t column,
             const std::vector<std::string>& parts);

  [[nodiscard]] const std::string& text() const { return text_; }

private:
  void painted(Colour colour, std::string_view text);
  /// Breaks `raw`, which starts at `column`, between words, its control bytes escaped; further
  /// lines start below it, but in the left half.
  void wrapped(std::string_view raw, std::size_t column);

  std::string text_;
  bool color_;
  std::size_t width_;
};

} // namespace joules
