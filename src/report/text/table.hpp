// SPDX-License-Identifier: Apache-2.0
// Tables of text: columns as wide as they are meant to be, or as their cells need, with a gap
// between them in any case. None is wider than the terminal: labels are cut, and rather a whole
// column is left out than a number cut.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace joules {

struct Column {
  enum class Align { left, right };
  Align align = Align::right;
  /// The width of the cells with the blanks before them, where the terminal is wide enough.
  std::size_t width = 0;
};

constexpr Column left(std::size_t width) {
  return {Column::Align::left, width};
}
constexpr Column right(std::size_t width) {
  return {Column::Align::right, width};
}

class Table {
public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// A cell for each column, or for the first ones; empty: none. What does not print in them is
  /// shown escaped.
  void add(std::vector<std::string> cells);

  /// One line for each row, none of them wider than `width`.
  [[nodiscard]] std::vector<std::string> lines(std::size_t width) const;

private:
  /// Where each column ends: as near as `narrowest` says, or as the cells need.
  [[nodiscard]] std::vector<std::size_t> ends(bool narrowest) const;
  [[nodiscard]] std::string line(const std::vector<std::string>& cells,
                                 const std::vector<std::size_t>& ends, std::size_t width) const;
  /// Makes room for the numbers beside the labels.
  void shorten_labels(std::size_t excess);

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

} // namespace joules
