// SPDX-License-Identifier: Apache-2.0
// The tree's energy by program and by process, in text.
#pragma once

#include "joules/account.hpp"
#include "joules/recording.hpp"
#include "report/text/rows.hpp"
#include "report/text/text.hpp"

namespace joules {

/// REQUIRES: recording.ledger and account.ledger.
void by_command_rows(const Recording& recording, const EnergyAccount& account,
                     const TextStyle& style, RowWriter& rows);

/// One line a process, below its parent.
void by_process_rows(const Recording& recording, const EnergyAccount& account,
                     const TextStyle& style, RowWriter& rows);

} // namespace joules
