// SPDX-License-Identifier: Apache-2.0
#include "report/text/table.hpp"

#include "joules/quoting.hpp"
#include "report/text/columns.hpp"

#include <algorithm>
#include <utility>

namespace joules {

namespace {

constexpr std::size_t left_margin = 2;
constexpr std::size_t shortest_label = 12;

constexpr std::size_t gap_before(const Column& column, std::size_t number) {
  if (number == 0) return 0;
  return column.align == Column::Align::left ? 2 : 1;
}

} // namespace

void Table::add(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = printable(cell);
  rows_.push_back(std::move(cells));
}

std::vector<std::size_t> Table::ends(bool narrowest) const {
  const auto is_left = [&](std::size_t c) {
    return c < columns_.size() && columns_[c].align == Column::Align::left;
  };
  std::vector<std::size_t> ends;
  std::vector<std::size_t> filled(rows_.size(), left_margin); // of each row, by the cells so far
  std::size_t end = left_margin;
  // As a column's end, if all before it are as wide as they are meant.
  std::size_t meant = left_margin;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const std::size_t gap = gap_before(columns_[c], c);
    const std::size_t begin = end + gap;
    meant += columns_[c].width;
    if (!narrowest) end = std::max(end, meant);
    // A left-aligned cell may reach into the blanks before a number; the last cell is cut at the
    // end.
    const bool reaches_over = is_left(c) && !is_left(c + 1) && !narrowest;
    const bool grows = !reaches_over && !(is_left(c) && c + 1 == columns_.size());
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      if (c >= rows_[r].size() || rows_[r][c].empty()) continue;
      filled[r] = (is_left(c) ? begin : filled[r] + gap) + columns_of(rows_[r][c]);
      if (grows) end = std::max(end, filled[r]);
    }
    if (!is_left(c))
      for (std::size_t r = 0; r < rows_.size(); ++r)
        if (c < rows_[r].size() && !rows_[r][c].empty()) filled[r] = end;
    ends.push_back(end);
  }
  return ends;
}

std::string Table::line(const std::vector<std::string>& cells, const std::vector<std::size_t>& ends,
                        std::size_t width) const {
  std::string text(left_margin, ' ');
  for (std::size_t c = 0; c < cells.size(); ++c) {
    if (cells[c].empty()) continue;
    const bool is_left = columns_[c].align == Column::Align::left;
    const std::size_t before = c == 0 ? left_margin : ends[c - 1];
    const std::size_t begin =
        is_left ? before + gap_before(columns_[c], c) : ends[c] - columns_of(cells[c]);
    if (is_left ? begin >= width : ends[c] > width) break;
    text = padded(text, begin) + cells[c];
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return cut(text, width);
}

void Table::shorten_labels(std::size_t excess) {
  if (columns_.front().align != Column::Align::left) return;
  std::size_t longest = 0;
  for (const auto& row : rows_) longest = std::max(longest, columns_of(row.front()));
  const std::size_t most = std::max(longest - std::min(longest, excess), shortest_label);
  for (auto& row : rows_) row.front() = cut(row.front(), most);
}

std::vector<std::string> Table::lines(std::size_t width) const {
  Table table = *this;
  std::vector<std::size_t> where = ends(false);
  if (where.back() > width) where = ends(true);
  if (where.back() > width) {
    table.shorten_labels(where.back() - width);
    where = table.ends(true);
  }
  std::vector<std::string> lines;
  for (const auto& row : table.rows_) lines.push_back(table.line(row, where, width));
  return lines;
}

} // namespace joules
