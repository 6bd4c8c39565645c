// SPDX-License-Identifier: Apache-2.0
// Energies by counters, where a sensor can be read.
#pragma once

#include "attribution/counter_delta.hpp"
#include "attribution/division.hpp"
#include "attribution/tree_share.hpp"
#include "joules/account.hpp"
#include "joules/recording.hpp"

#include <vector>

namespace joules {

/// The energy of all counters that can be believed, and the tree's part of it. `counters` are those
/// of the recording; `cpu` is empty where the host's time is not known.
///
/// `portions`: parts of the run that are wanted, too.
///
/// REQUIRES: two samples, or more.
Division divide_measured(const Recording& recording, const std::vector<CounterHistory>& counters,
                         const CpuHistory& cpu, const Policy& policy,
                         const std::vector<Portion::Parts>& portions);

} // namespace joules
