// SPDX-License-Identifier: Apache-2.0
#include "attribution/ledger_energy.hpp"

#include <algorithm>
#include <utility>

namespace joules {

namespace {

/// Joules for each second of CPU time: in each column, and on top of that in all of them.
struct EnergyRates {
  std::vector<double> joules_per_second; // by column
  double common = 0;                     // for energy that fell into columns without any CPU time
};

struct Column {
  Joules energy{0};
  Seconds tree{0}; // all CPU time of the tree
  Seconds rows{0}; // what the rows have of it, and then the unseen row, too
};

/// Intervals and columns have the same edges, unless neighbours of the one or of the other were
/// made one. What lies outside the edges is in the first or the last column.
std::vector<Column> columns_of(const std::vector<Nanoseconds>& edges,
                               const std::vector<AttributedInterval>& of_tree) {
  if (edges.size() < 2) return {};
  std::vector<Column> columns(edges.size() - 1);
  const auto column_at = [&](Nanoseconds instant) {
    const auto after = std::upper_bound(edges.begin() + 1, edges.end() - 1, instant);
    return static_cast<std::size_t>(after - edges.begin()) - 1;
  };
  for (const AttributedInterval& interval : of_tree) {
    const Seconds length = interval.to - interval.from;
    const std::size_t last = column_at(interval.to);
    Nanoseconds from = interval.from;
    double left = 1;
    for (std::size_t c = column_at(from); c < last && length.count() > 0; ++c) {
      const double part = Seconds(edges[c + 1] - from) / length;
      columns[c].energy += interval.energy * part;
      columns[c].tree += interval.tree * part;
      left -= part;
      from = edges[c + 1];
    }
    columns[last].energy += interval.energy * left;
    columns[last].tree += interval.tree * left;
  }
  return columns;
}

void add_rows(const Ledger& ledger, std::vector<Column>& columns) {
  for (const ProgramUse& program : ledger.programs)
    for (std::size_t i = 0; i < program.cpu.spent.size() && program.cpu.first + i < columns.size();
         ++i)
      columns[program.cpu.first + i].rows += program.cpu.spent[i];
}

/// The unseen time was where the tree had more than its rows; else where these are: it is mostly
/// the ends of the same processes.
void add_unseen(Seconds unseen, std::vector<Column>& columns) {
  Seconds lacking{0}, seen{0};
  Joules energy{0};
  for (const Column& column : columns) {
    lacking += std::max(column.tree - column.rows, Seconds{0});
    seen += column.rows;
    energy += column.energy;
  }
  for (Column& column : columns) {
    if (lacking.count() > 0)
      column.rows += unseen * (std::max(column.tree - column.rows, Seconds{0}) / lacking);
    else if (seen.count() > 0)
      column.rows *= 1 + unseen / seen;
    else if (energy.value > 0)
      column.rows = unseen * (column.energy / energy);
  }
}

EnergyRates rates_of(const std::vector<Column>& columns) {
  EnergyRates rates;
  Joules unplaced{0};
  Seconds whole{0};
  for (const Column& column : columns) {
    const bool used = column.rows.count() > 0;
    rates.joules_per_second.push_back(used ? column.energy.value / column.rows.count() : 0);
    if (!used) unplaced += column.energy;
    whole += column.rows;
  }
  if (whole.count() > 0) rates.common = unplaced.value / whole.count();
  return rates;
}

Joules energy_of(const CpuSeries& series, const EnergyRates& rates) {
  Joules energy{0};
  const std::size_t columns = rates.joules_per_second.size();
  for (std::size_t i = 0; i < series.spent.size() && series.first + i < columns; ++i)
    energy += Joules{(rates.joules_per_second[series.first + i] + rates.common) *
                     Seconds(series.spent[i]).count()};
  return energy;
}

Joules energy_of_unseen(const std::vector<Column>& columns, const std::vector<Joules>& of_rows) {
  Joules left{0};
  for (const Column& column : columns) left += column.energy;
  for (const Joules joules : of_rows) left = left - joules;
  return std::max(left, Joules{0});
}

} // namespace

LedgerAccount attribute_ledger(const Ledger& ledger, const std::vector<AttributedInterval>& of_tree,
                               Seconds tree_cpu) {
  LedgerAccount account;
  account.source = ledger.source;
  Seconds seen{0};
  for (const ProgramUse& program : ledger.programs) seen += total(program.cpu);
  account.unseen_cpu = std::max(tree_cpu - seen, Seconds{0});
  const double fit = seen > tree_cpu ? tree_cpu / seen : 1;
  const auto cpu_of = [&](const CpuSeries& series) { return total(series) * fit; };

  std::vector<Column> columns = columns_of(ledger.edges, of_tree);
  add_rows(ledger, columns);
  add_unseen(account.unseen_cpu, columns);
  const EnergyRates rates = rates_of(columns);
  const bool known = !of_tree.empty() && !columns.empty();

  std::vector<Joules> of_rows;
  for (const ProgramUse& program : ledger.programs) {
    const Joules joules = energy_of(program.cpu, rates);
    of_rows.push_back(joules);
    if (program.processes == 0 && total(program.cpu).count() == 0) continue; // executed on at once
    account.by_command.push_back({program.command, program.processes, cpu_of(program.cpu),
                                  known ? std::optional(joules) : std::nullopt});
  }
  if (known) account.unseen_energy = energy_of_unseen(columns, of_rows);
  for (const ProcessUse& process : ledger.processes)
    account.by_process.push_back(
        {cpu_of(process.cpu), known ? std::optional(energy_of(process.cpu, rates)) : std::nullopt});
  std::stable_sort(account.by_command.begin(), account.by_command.end(),
                   [](const ProgramEnergy& a, const ProgramEnergy& b) {
                     return std::pair(a.energy.value_or(Joules{}), a.cpu) >
                            std::pair(b.energy.value_or(Joules{}), b.cpu);
                   });
  return account;
}

} // namespace joules
