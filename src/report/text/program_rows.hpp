// SPDX-License-Identifier: Apache-2.0
// The tree's energy by program, of several runs and of commands beside one another.
#pragma once

#include "joules/runs.hpp"
#include "report/number.hpp"
#include "report/text/rows.hpp"

#include <cstddef>

namespace joules {

/// The mean energy of each program, its interval, and its share. Nothing where there are none.
void programs_of_runs(const CommandRuns& command, const NumberFormat& format, RowWriter& rows);

/// Which program's energy moved from the first command to the one of this number: the largest
/// change first. Nothing where there are none.
void programs_compared(const Experiment& experiment, std::size_t candidate,
                       const NumberFormat& format, RowWriter& rows);

} // namespace joules
