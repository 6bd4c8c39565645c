// SPDX-License-Identifier: Apache-2.0
#include "ledger/ledger_columns.hpp"

#include <algorithm>

namespace joules {

namespace {

void add(CpuSeries& series, std::size_t column, Nanoseconds cpu) {
  if (series.spent.empty()) series.first = column;
  if (column < series.first) {
    series.spent.insert(series.spent.begin(), series.first - column, Nanoseconds{0});
    series.first = column;
  }
  const std::size_t position = column - series.first;
  if (position >= series.spent.size()) series.spent.resize(position + 1);
  series.spent[position] += cpu;
}

} // namespace

std::size_t LedgerColumns::column_at(Nanoseconds instant) const {
  const auto after = std::upper_bound(edges_.begin(), edges_.end(), instant);
  return after == edges_.begin() ? 0 : static_cast<std::size_t>(after - edges_.begin()) - 1;
}

void LedgerColumns::place(CpuSeries& series, Nanoseconds from, Nanoseconds to,
                          Nanoseconds cpu) const {
  if (cpu <= Nanoseconds{0} || edges_.empty()) return;
  from = std::max(from, edges_.front());
  const std::size_t last = column_at(to);
  const Seconds whole = to - from;
  Nanoseconds left = cpu;
  for (std::size_t column = column_at(from); column < last && whole.count() > 0; ++column) {
    const Seconds part = edges_[column + 1] - std::max(from, edges_[column]);
    const auto share =
        std::min(std::chrono::duration_cast<Nanoseconds>(cpu * (part / whole)), left);
    add(series, column, share);
    left -= share;
  }
  add(series, last, left); // what rounding leaves, too: nothing is lost
}

void LedgerColumns::fold() {
  std::size_t kept = 1;
  for (std::size_t i = 2; i < edges_.size(); i += 2) edges_[kept++] = edges_[i];
  edges_.resize(kept);
}

void LedgerColumns::fold(CpuSeries& series) {
  CpuSeries folded;
  for (std::size_t i = 0; i < series.spent.size(); ++i)
    add(folded, (series.first + i) / 2, series.spent[i]);
  series = std::move(folded);
}

void LedgerColumns::merge_open_column(CpuSeries& series) const {
  const std::size_t open = edges_.empty() ? 0 : edges_.size() - 1;
  if (open == 0 || series.spent.empty() || series.first + series.spent.size() <= open) return;
  const Nanoseconds late = series.spent.back();
  series.spent.pop_back();
  add(series, open - 1, late);
}

} // namespace joules
