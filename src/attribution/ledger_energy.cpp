// SPDX-License-Identifier: Apache-2.0
#include "joules/attribution/ledger_energy.hpp"

#include <algorithm>
#include <utility>

namespace joules {

namespace {

/// What a second of CPU time costs: in each column, and on top of that in all of them.
struct Prices {
  std::vector<double> joules_per_second; // by column
  double common = 0;                     // for energy that fell into columns without any CPU time
};

/// The tree's energy by column. Intervals and columns have the same edges, unless neighbours of
/// the one or of the other were made one. What lies outside the edges is in the first or the last
/// column.
std::vector<Joules> energy_by_column(const std::vector<Nanoseconds>& edges,
                                     const std::vector<ChargedInterval>& charged) {
  if (edges.size() < 2) return {};
  std::vector<Joules> energy(edges.size() - 1);
  const auto column_at = [&](Nanoseconds instant) {
    const auto after = std::upper_bound(edges.begin() + 1, edges.end() - 1, instant);
    return static_cast<std::size_t>(after - edges.begin()) - 1;
  };
  for (const ChargedInterval& interval : charged) {
    const Seconds length = interval.to - interval.from;
    const std::size_t last = column_at(interval.to);
    Nanoseconds from = interval.from;
    Joules left = interval.energy;
    for (std::size_t c = column_at(from); c < last && length.count() > 0; ++c) {
      const Joules part = interval.energy * (Seconds(edges[c + 1] - from) / length);
      energy[c] += part;
      left = left - part;
      from = edges[c + 1];
    }
    energy[last] += left;
  }
  return energy;
}

std::vector<Seconds> cpu_by_column(const Ledger& ledger, std::size_t columns) {
  std::vector<Seconds> cpu(columns);
  for (const ProgramUse& program : ledger.programs)
    for (std::size_t i = 0; i < program.cpu.spent.size(); ++i)
      cpu[program.cpu.first + i] += program.cpu.spent[i];
  return cpu;
}

/// The unseen time is where the seen time is: it is mostly the ends of the same processes.
void spread(Seconds unseen, std::vector<Seconds>& cpu, const std::vector<Joules>& energy) {
  Seconds seen{0};
  Joules all{0};
  for (const Seconds seconds : cpu) seen += seconds;
  for (const Joules joules : energy) all += joules;
  for (std::size_t c = 0; c < cpu.size(); ++c) {
    if (seen.count() > 0)
      cpu[c] *= 1 + unseen / seen;
    else if (all.value > 0)
      cpu[c] = unseen * (energy[c] / all);
  }
}

Prices prices_of(const std::vector<Joules>& energy, const std::vector<Seconds>& cpu) {
  Prices prices;
  Joules unplaced{0};
  Seconds whole{0};
  for (std::size_t c = 0; c < energy.size(); ++c) {
    const bool used = cpu[c].count() > 0;
    prices.joules_per_second.push_back(used ? energy[c].value / cpu[c].count() : 0);
    if (!used) unplaced += energy[c];
    whole += cpu[c];
  }
  if (whole.count() > 0) prices.common = unplaced.value / whole.count();
  return prices;
}

Joules cost(const CpuSeries& series, const Prices& prices) {
  Joules cost{0};
  for (std::size_t i = 0; i < series.spent.size(); ++i)
    cost += Joules{(prices.joules_per_second[series.first + i] + prices.common) *
                   Seconds(series.spent[i]).count()};
  return cost;
}

Joules cost_of_unseen(const std::vector<Joules>& energy, const std::vector<Joules>& of_rows) {
  Joules left{0};
  for (const Joules joules : energy) left += joules;
  for (const Joules joules : of_rows) left = left - joules;
  return std::max(left, Joules{0});
}

} // namespace

LedgerAccount charge_ledger(const Ledger& ledger, const std::vector<ChargedInterval>& charged,
                            Seconds tree_cpu) {
  LedgerAccount account;
  account.source = ledger.source;
  Seconds seen{0};
  for (const ProgramUse& program : ledger.programs) seen += total(program.cpu);
  account.unseen_cpu = std::max(tree_cpu - seen, Seconds{0});

  const std::vector<Joules> energy = energy_by_column(ledger.edges, charged);
  std::vector<Seconds> cpu = cpu_by_column(ledger, energy.size());
  spread(account.unseen_cpu, cpu, energy);
  const Prices prices = prices_of(energy, cpu);
  const bool known = !charged.empty() && !energy.empty();

  std::vector<Joules> of_rows;
  for (const ProgramUse& program : ledger.programs) {
    const Joules joules = cost(program.cpu, prices);
    of_rows.push_back(joules);
    if (program.processes == 0 && total(program.cpu).count() == 0) continue; // executed on at once
    account.by_command.push_back({program.command, program.processes, total(program.cpu),
                                  known ? std::optional(joules) : std::nullopt});
  }
  if (known) account.unseen_energy = cost_of_unseen(energy, of_rows);
  for (const ProcessUse& process : ledger.processes)
    account.by_process.push_back(
        {total(process.cpu), known ? std::optional(cost(process.cpu, prices)) : std::nullopt});
  std::stable_sort(account.by_command.begin(), account.by_command.end(),
                   [](const ProgramEnergy& a, const ProgramEnergy& b) {
                     return std::pair(a.energy.value_or(Joules{}), a.cpu) >
                            std::pair(b.energy.value_or(Joules{}), b.cpu);
                   });
  return account;
}

} // namespace joules
