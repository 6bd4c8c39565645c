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
constexpr std::size_t gap_behind_label = 2;
constexpr std::size_t beside_column = 34;
constexpr std::size_t note_column = 46;
constexpr std::string_view indent = "  ";
constexpr std::size_t sentence_column = 24;

constexpr std::string_view plain = "\x1b[0m";

constexpr std::string_view code_of(Colour colour) {
  switch (colour) {
  case Colour::bold: return "\x1b[1m";
  case Colour::green: return "\x1b[32m";
  case Colour::red: return "\x1b[31m";
  case Colour::yellow: return "\x1b[33m";
  }
  return plain;
}

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

void RowWriter::painted(Colour colour, std::string_view text) {
  if (color_) text_ += code_of(colour);
  text_ += text;
  if (color_) text_ += plain;
}

void RowWriter::headline(std::string_view text) {
  painted(Colour::bold, cut(printable(text), width_));
  text_ += '\n';
}

void RowWriter::line(std::string_view text) {
  text_ += cut(printable(text), width_);
  text_ += '\n';
}

void RowWriter::table(const Table& table) {
  for (const std::string& text : table.lines(width_)) (text_ += text) += '\n';
}

void RowWriter::whole_table(const Table& table) {
  for (const std::string& text : table.lines(std::string::npos)) (text_ += text) += '\n';
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
  const std::string figure = padded(cut(printable(row.label), label_width), label_width) + value +
                             (row.value.unit.empty() ? "" : " ") + std::string(row.value.unit);
  text_ += indent;
  if (emphasised)
    painted(Colour::bold, figure);
  else
    text_ += figure;
  std::size_t column = indent.size() + columns_of(figure);
  const auto go_to = [&](std::size_t wanted) {
    const std::size_t next = std::max(wanted, column + gap_behind_label);
    text_.append(next - column, ' ');
    column = next;
  };
  if (!row.beside.empty()) {
    go_to(beside_column);
    if (row.note.empty()) return wrapped(row.beside, column);
    text_ += row.beside;
    column += columns_of(row.beside);
  }
  if (row.note.empty()) return trim_line_end(text_);
  // Rather beside its column than on two lines.
  const std::size_t length = columns_of(printable(row.note));
  go_to(std::min(note_column, width_ - std::min(width_, length)));
  wrapped(row.note, column);
}

void RowWriter::sentence(std::string_view label, std::string_view text, bool alarming) {
  const std::string padded_label = padded(printable(label), sentence_column - indent.size());
  text_ += indent;
  if (alarming)
    painted(Colour::yellow, padded_label);
  else
    text_ += padded_label;
  // A code that fills its column is still apart from the sentence.
  const bool apart = padded_label.back() == ' ';
  if (!apart) text_ += ' ';
  wrapped(text, indent.size() + columns_of(padded_label) + (apart ? 0 : 1));
}

void RowWriter::parts(const std::string& before, const Word& word, std::size_t column,
                      const std::vector<std::string>& parts) {
  text_ += before;
  painted(word.colour, word.text);
  text_.append(column - columns_of(before) - columns_of(word.text), ' ');
  std::string line;
  for (const std::string& part : parts) {
    if (!line.empty() && column + columns_of(line + part) > width_) {
      wrapped(line, column);
      text_.append(column, ' ');
      line.clear();
    }
    line += part;
  }
  wrapped(line, column);
}

void RowWriter::warning(const Warning& warning, bool verbose) {
  const bool estimated = warning.code() == WarningCode::sensor_unavailable;
  sentence(estimated ? "estimated because" : name_of(warning.code()),
           verbose ? message_of(warning) : short_message_of(warning), true);
}

} // namespace joules
