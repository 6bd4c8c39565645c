// SPDX-License-Identifier: Apache-2.0
// The phases of a run, as the command has marked them, and its work.
#pragma once

#include "joules/runs.hpp"
#include "report/number.hpp"
#include "report/text/rows.hpp"

namespace joules {

/// "  phase setup    12.34 J  +- 0.12 J    45.6 % of the tree's, 1.021 s"; and what one unit of
/// work used.
void phase_rows(const EnergyAccount& account, const NumberFormat& format, RowWriter& rows);

/// Below, as of a byte or an operation, joules have no unit that suits: a power of ten is shown.
inline constexpr Joules least_in_units{1e-5};

/// The energies of a row of means: its label, and the values of those runs that know it.
struct NamedEnergies {
  std::string label;
  std::vector<double> joules;
  bool at_least = false;
};

/// Of each phase, and of each unit of work, in the order of the first run.
std::vector<NamedEnergies> phases_of_runs(const CommandRuns& command);

} // namespace joules
