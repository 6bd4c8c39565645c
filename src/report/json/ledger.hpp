// SPDX-License-Identifier: Apache-2.0
// The tree's energy by program and by process, in JSON.
#pragma once

#include "joules/account.hpp"
#include "joules/recording.hpp"
#include "report/json/json.hpp"

namespace joules {

/// Adds by_command and, where processes were kept, by_process. REQUIRES: recording.ledger and
/// account.ledger.
void add_ledger(const Recording& recording, const EnergyAccount& account, Json& run);

} // namespace joules
