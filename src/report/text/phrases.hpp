// SPDX-License-Identifier: Apache-2.0
// Phrases that more than one report uses.
#pragma once

#include "joules/account.hpp"
#include "joules/recording.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace joules {

/// "SIGKILL", or the bare number of a signal without a name.
std::string signal_name(int signal);

/// "procfs, rusage"
std::string listed(const std::vector<std::string>& words);

/// "SPECpower linear, row haswell, 0.66 W idle to 3.83 W busy per hardware thread"
std::string described(const PowerModel& model);

/// Who kept the ledger, and why it may lack processes.
std::string source_of(const Ledger& ledger);

/// What the row is whose time is no process's.
std::string_view unseen_label(const LedgerAccount& ledger);

} // namespace joules
