// SPDX-License-Identifier: Apache-2.0
#include "ledger/ledger_columns.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace joules;
using namespace std::chrono_literals;
using Spent = std::vector<Nanoseconds>;

namespace {

LedgerColumns columns_of(const std::vector<Nanoseconds>& edges) {
  LedgerColumns columns;
  for (const Nanoseconds edge : edges) columns.close(edge);
  return columns;
}

} // namespace

TEST_SUITE("ledger") {
  TEST_CASE("time goes to the column in which it was spent") {
    const LedgerColumns columns = columns_of({0ms, 100ms, 200ms, 300ms});
    CpuSeries series;
    columns.place(series, 110ms, 120ms, 7ms);
    CHECK(series.first == 1);
    CHECK(series.spent == Spent{7ms});
  }

  TEST_CASE("time over several columns is spread by their lengths") {
    const LedgerColumns columns = columns_of({0ms, 100ms, 200ms, 250ms});
    CpuSeries series;
    columns.place(series, 50ms, 250ms, 40ms); // the last instant opens the next column
    CHECK(series.first == 0);
    CHECK(series.spent == Spent{10ms, 20ms, 10ms, 0ms});
  }

  TEST_CASE(
      "what was before the first edge is in the first column, what is after in the open one") {
    const LedgerColumns columns = columns_of({100ms, 200ms});
    CpuSeries series;
    columns.place(series, 0ms, 150ms, 5ms);
    columns.place(series, 210ms, 220ms, 3ms);
    CHECK(series.spent == Spent{5ms, 3ms});
  }

  TEST_CASE("before the first sample there is no place") {
    CpuSeries series;
    LedgerColumns().place(series, 0ms, 1ms, 1ms);
    LedgerColumns().merge_open_column(series);
    CHECK(series.spent.empty());
  }

  TEST_CASE("a moment without length has its time nevertheless") {
    const LedgerColumns columns = columns_of({0ms, 100ms, 200ms});
    CpuSeries series;
    columns.place(series, 150ms, 150ms, 2ms);
    columns.place(series, 160ms, 150ms, 1ms); // ended before it was seen
    CHECK(series.first == 1);
    CHECK(series.spent == Spent{3ms});
  }

  TEST_CASE("earlier time goes before what is there") {
    const LedgerColumns columns = columns_of({0ms, 100ms, 200ms, 300ms});
    CpuSeries series;
    columns.place(series, 250ms, 260ms, 3ms);
    columns.place(series, 50ms, 60ms, 1ms);
    CHECK(series.first == 0);
    CHECK(series.spent == Spent{1ms, 0ms, 3ms});
  }

  TEST_CASE("folding makes one of two columns, of edges and series alike") {
    LedgerColumns columns = columns_of({0ms, 100ms, 200ms, 300ms});
    CpuSeries series{1, {1ms, 2ms, 3ms}}; // 3 ms in the open column
    columns.fold();
    LedgerColumns::fold(series);
    CHECK(series.first == 0);
    CHECK(series.spent == Spent{1ms, 5ms});
    CHECK(std::move(columns).take() == Spent{0ms, 200ms}); // the second one is open now
  }

  TEST_CASE("at the end the open column belongs to the last") {
    const LedgerColumns columns = columns_of({0ms, 100ms, 200ms});
    CpuSeries both{1, {4ms, 2ms}}, only_open{2, {2ms}}, closed{0, {1ms}};
    for (CpuSeries* series : {&both, &only_open, &closed}) columns.merge_open_column(*series);
    CHECK(both.spent == Spent{6ms});
    CHECK(only_open.first == 1);
    CHECK(only_open.spent == Spent{2ms});
    CHECK(closed.spent == Spent{1ms});
  }

  TEST_CASE("whatever is placed and folded, not a nanosecond is lost") {
    std::mt19937 random(7);
    LedgerColumns columns;
    columns.close(0ns);
    CpuSeries series;
    Nanoseconds placed{0}, now{0};
    for (int i = 0; i < 5000; ++i) {
      const auto draw = [&](unsigned below) { return Nanoseconds(random() % below); };
      columns.close(now += 1ns + draw(1000));
      const Nanoseconds from = now - std::min(now, draw(20000)), cpu = draw(500);
      columns.place(series, from, from + draw(30000), cpu);
      placed += cpu;
      if (columns.are_many()) {
        columns.fold();
        LedgerColumns::fold(series);
      }
    }
    columns.merge_open_column(series);
    CHECK(total(series) == placed);
    const auto edges = std::move(columns).take();
    CHECK(edges.size() <= 1025);
    CHECK(series.first + series.spent.size() < edges.size());
  }
}
