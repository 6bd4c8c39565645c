// SPDX-License-Identifier: Apache-2.0
// Each program's part of the tree's energy over all runs of a command, and beside another command.
#pragma once

#include "joules/runs.hpp"
#include "statistics/summary.hpp"

#include <optional>
#include <string>
#include <vector>

namespace joules {

/// nullopt: what no program could be given.
using ProgramName = std::optional<std::string>;

struct ProgramSummary {
  ProgramName program;
  Summary joules;
};

/// Most energy first. A run in which a program was not has 0 J of it; one whose rows are not known
/// is left out.
std::vector<ProgramSummary> programs_of(const CommandRuns& command);

/// A program's mean energy in two commands, in joules.
struct ProgramChange {
  ProgramName program;
  double reference = 0, candidate = 0;

  [[nodiscard]] double difference() const { return candidate - reference; }
};

/// The programs of either, by the size of their change.
std::vector<ProgramChange> changes_of_programs(const CommandRuns& reference,
                                               const CommandRuns& candidate);

} // namespace joules
