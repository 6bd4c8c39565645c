// SPDX-License-Identifier: Apache-2.0
// The tree's energy by program and by process, of one run.
#pragma once

#include "joules/account.hpp"
#include "joules/recording.hpp"
#include "report/text/rows.hpp"
#include "report/text/text.hpp"

namespace joules {

/// REQUIRES: recording.ledger and account.ledger.
void by_command_rows(const Recording& recording, const EnergyAccount& account,
                     const TextStyle& style, RowWriter& rows);

/// One line a process, in the order of `style`. Those that used less than a thousandth share a
/// line, unless everything is asked for. On a terminal commands are shortened to what tells them
/// apart.
void by_process_rows(const Recording& recording, const EnergyAccount& account,
                     const TextStyle& style, RowWriter& rows);

} // namespace joules
