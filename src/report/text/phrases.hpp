// SPDX-License-Identifier: Apache-2.0
// Phrases that more than one report uses.
#pragma once

#include "joules/account.hpp"
#include "joules/recording.hpp"
#include "joules/runs.hpp"
#include "report/text/rows.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace joules {

/// "SIGKILL", or the bare number of a signal without a name.
std::string signal_name(int signal);

/// "procfs, rusage"
std::string listed(const std::vector<std::string>& words);

/// "attributed by busy time", "attributed by policy capacity"
std::string attributed_by(std::string_view policy);

/// By what the energies were measured, or estimated, and divided.
void method_rows(const Run& run, RowWriter& rows);

/// "SPECpower linear, row haswell, 0.66 W idle to 3.83 W busy per hardware thread"
std::string described(const PowerModel& model);

/// Says how the ledger was kept, and why it may lack processes.
std::string source_of(const Ledger& ledger);

/// The label of the row whose time belongs to no known process.
std::string_view unseen_label(const LedgerAccount& ledger);

} // namespace joules
