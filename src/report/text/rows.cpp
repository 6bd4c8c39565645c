// SPDX-License-Identifier: Apache-2.0
#include "report/text/rows.hpp"

#include "joules/quoting.hpp"
#include "report/text/columns.hpp"
#include "report/warnings.hpp"

#include <algorithm>

namespace joules {

namespace {

constexpr std::size_t label_width = 20;
constexpr std::size_t value_width = 8;
constexpr std::size_t beside_width = 12;      // "  +- 0.38 J"
constexpr std::size_t wide_beside_width = 28; // "estimated, 0.030 to 0.060"
constexpr std::string_view indent = "  ";
constexpr std::size_t sentence_column = 24;

constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view yellow = "\x1b[33m";
constexpr std::string_view plain = "\x1b[0m";

/// Where `text` can be broken so that what stands before takes at most so many columns; 0: nowhere.
std::size_t break_of(std::string_view text, std::size_t columns) {
  std::size_t last = 0;
  for (auto blank = text.find(' '); blank != text.npos; blank = text.find(' ', blank + 1)) {
    if (columns_of(text.substr(0, blank)) > columns) break;
    last = blank;
  }
  return last;
}

/// Takes blanks off the last line, before its newline.
void trim_line_end(std::string& text) {
  text.erase(text.find_last_not_of(" \n") + 1);
  text += '\n';
}

} // namespace

void RowWriter::painted(std::string_view style, std::string_view text) {
  if (color_) text_ += style;
  text_ += text;
  if (color_) text_ += plain;
}

void RowWriter::headline(std::string_view text) {
  painted(bold, cut(printable(text), width_));
  text_ += '\n';
}

void RowWriter::line(std::string_view text) {
  text_ += cut(printable(text), width_);
  text_ += '\n';
}

void RowWriter::table(const Table& table) {
  for (const std::string& text : table.lines(width_)) (text_ += text) += '\n';
}

void RowWriter::wrapped(std::string_view raw, std::size_t column) {
  const std::string safe = printable(raw);
  std::string_view text = std::string_view(safe).substr(0, safe.find_last_not_of(' ') + 1);
  const std::size_t further = std::min(column, width_ / 2);
  for (std::size_t start = column; start + columns_of(text) > width_; start = further) {
    std::size_t end = start < width_ ? break_of(text, width_ - start) : 0;
    if (end == 0) end = text.find(' ');
    if (end == text.npos) break; // one long word: a path stays whole, to be copied
    text_ += text.substr(0, end);
    trim_line_end(text_);
    text_.append(further, ' ');
    text.remove_prefix(std::min(text.find_first_not_of(' ', end), text.size()));
  }
  (text_ += text) += '\n';
}

void RowWriter::row(const Row& row, bool emphasised) {
  std::string value = row.value.number;
  value.insert(0, value.size() < value_width ? value_width - value.size() : 1, ' ');
  const std::size_t too_wide = value.size() - value_width; // taken off the next column's end
  const std::string figure = padded(cut(printable(row.label), label_width), label_width) + value +
                             " " + std::string(row.value.unit);
  std::string beside;
  if (!row.beside.empty() || !row.note.empty())
    beside = (row.beside.starts_with("+-") ? "  " : " ") + row.beside;
  std::size_t beside_space = beside.size() <= beside_width ? beside_width : wide_beside_width;
  beside_space -= std::min(beside_space, too_wide);
  if (!row.note.empty()) beside = padded(beside, std::max(beside_space, beside.size() + 2));
  text_ += indent;
  if (emphasised)
    painted(bold, figure);
  else
    text_ += figure;
  text_ += beside;
  wrapped(row.note, indent.size() + columns_of(figure) + beside.size());
  if (row.note.empty()) trim_line_end(text_);
}

void RowWriter::sentence(std::string_view label, std::string_view text, bool alarming) {
  const std::string padded_label = padded(printable(label), sentence_column - indent.size());
  text_ += indent;
  if (alarming)
    painted(yellow, padded_label);
  else
    text_ += padded_label;
  // A code that fills its column is still apart from the sentence.
  const bool apart = padded_label.back() == ' ';
  if (!apart) text_ += ' ';
  wrapped(text, indent.size() + columns_of(padded_label) + (apart ? 0 : 1));
}

void RowWriter::warning(const Warning& warning) {
  const bool estimated = warning.code() == WarningCode::sensor_unavailable;
  sentence(estimated ? "estimated because" : name_of(warning.code()), message_of(warning), true);
}

} // namespace joules
