// SPDX-License-Identifier: Apache-2.0
// The time axis of a ledger: one column for each interval between samples, as long as they are few;
// in long runs two neighbours become one.
#pragma once

#include "joules/usage.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace joules {

class LedgerColumns {
public:
  /// Ends the open column; the next one is open from there. The first call only opens one.
  /// REQUIRES: `at` is not before the last edge.
  void close(Nanoseconds at) { edges_.push_back(at); }

  /// Spreads `cpu` evenly over the time from `from` to `to`. What was before the first edge is in
  /// the first column; without any edge there is no place.
  void place(CpuSeries& series, Nanoseconds from, Nanoseconds to, Nanoseconds cpu) const;

  /// The first edge; zero as long as there is none.
  [[nodiscard]] Nanoseconds start() const { return edges_.empty() ? Nanoseconds{0} : edges_[0]; }

  /// More columns than a ledger needs?
  [[nodiscard]] bool are_many() const { return edges_.size() > most_columns; }
  /// Makes one of every two neighbours; every series must be folded in the same way.
  void fold();
  static void fold(CpuSeries& series);

  /// No column is open any more: what was placed in it belongs to the last one.
  [[nodiscard]] std::vector<Nanoseconds> take() && { return std::move(edges_); }
  void merge_open_column(CpuSeries& series) const;

private:
  static constexpr std::size_t most_columns = 1024;

  [[nodiscard]] std::size_t column_at(Nanoseconds instant) const;

  std::vector<Nanoseconds> edges_;
};

} // namespace joules
