// SPDX-License-Identifier: Apache-2.0
#include "report/text/program_rows.hpp"

#include "joules/statistics.hpp"
#include "report/text/phrases.hpp"
#include "report/text/table.hpp"

#include <algorithm>
#include <cmath>

namespace joules {

namespace {

/// The label of a row; the ledgers of all runs were kept alike.
std::string label_of(const ProgramName& program, const CommandRuns& command) {
  if (program) return std::string(shown_name(*program));
  return std::string(unseen_label(*command.runs.front().account.ledger));
}

} // namespace

void programs_of_runs(const CommandRuns& command, const NumberFormat& format, RowWriter& rows) {
  const std::vector<ProgramSummary> programs = programs_of(command);
  if (programs.empty()) return;
  double whole = 0;
  for (const ProgramSummary& one : programs) whole += one.joules.mean;
  const EnergyColumn column(Joules{programs.front().joules.mean}, format);
  rows.sentence("by command", "means of " + counted(programs.front().joules.n, "run"));
  Table table({right(9), right(19), right(8), left(0)});
  table.add({"mean", "95 % CI of mean", "share", "program"});
  for (const auto& [program, joules] : programs)
    table.add(
        {column.text(Joules{joules.mean}),
         joules.interval ? column.span(Joules{joules.interval->low}, Joules{joules.interval->high})
                         : "-",
         whole > 0 ? tenth_percent(100 * joules.mean / whole) : "-", label_of(program, command)});
  rows.table(table);
}

void programs_compared(const Experiment& experiment, std::size_t candidate,
                       const NumberFormat& format, RowWriter& rows) {
  const CommandRuns& reference = experiment.commands.front();
  const std::vector<ProgramChange> changes =
      changes_of_programs(reference, experiment.commands[candidate]);
  if (changes.empty()) return;
  double largest = 0;
  for (const ProgramChange& change : changes)
    largest = std::max({largest, change.reference, change.candidate});
  const EnergyColumn column(Joules{largest}, format);
  const std::string letter = letter_of(candidate);
  rows.sentence("by command", "mean energies, the largest change first");
  Table table({right(10), right(10), right(10), left(0)});
  table.add({"A", letter, letter + " - A", "program"});
  for (const ProgramChange& change : changes)
    table.add({column.text(Joules{change.reference}), column.text(Joules{change.candidate}),
               column.difference(Joules{change.difference()}) + " " + std::string(column.unit()),
               label_of(change.program, reference)});
  rows.table(table);
}

} // namespace joules
