// SPDX-License-Identifier: Apache-2.0
#include "statistics/programs.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

namespace joules {

namespace {

using Energies = std::map<ProgramName, std::vector<double>>; // one a run

/// False: the run's rows are not known.
bool add_run(const EnergyAccount& account, std::size_t runs_before, Energies& energies) {
  if (!account.ledger || !account.tree.value) return false;
  const auto add = [&](const ProgramName& program, const std::optional<Joules>& energy) {
    std::vector<double>& values = energies[program];
    values.resize(runs_before + 1);
    values.back() += energy.value_or(Joules{0}).value;
  };
  for (const ProgramEnergy& program : account.ledger->by_command)
    add(program.command, program.energy);
  if (account.ledger->unseen_cpu.count() > 0) add(std::nullopt, account.ledger->unseen_energy);
  return true;
}

} // namespace

std::vector<ProgramSummary> programs_of(const CommandRuns& command) {
  Energies energies;
  std::size_t runs = 0;
  for (const Run& run : command.runs) runs += add_run(run.account, runs, energies) ? 1 : 0;
  std::vector<ProgramSummary> programs;
  for (auto& [program, values] : energies) {
    values.resize(runs);
    programs.push_back({program, summarize(values)});
  }
  std::ranges::stable_sort(programs, std::greater<>(),
                           [](const ProgramSummary& one) { return one.joules.mean; });
  return programs;
}

std::vector<ProgramChange> changes_of_programs(const CommandRuns& reference,
                                               const CommandRuns& candidate) {
  std::map<ProgramName, ProgramChange> changes;
  for (const ProgramSummary& one : programs_of(reference))
    changes[one.program].reference = one.joules.mean;
  for (const ProgramSummary& one : programs_of(candidate))
    changes[one.program].candidate = one.joules.mean;
  std::vector<ProgramChange> sorted;
  for (auto& [program, change] : changes) {
    change.program = program;
    sorted.push_back(change);
  }
  std::ranges::stable_sort(sorted, std::greater<>(), [](const ProgramChange& change) {
    return std::abs(change.difference());
  });
  return sorted;
}

} // namespace joules
