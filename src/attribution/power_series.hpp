// SPDX-License-Identifier: Apache-2.0
// Mean power, and CPUs busy, over stretches of a run: what a curve shows.
#pragma once

#include "attribution/counter_delta.hpp"
#include "attribution/division.hpp"
#include "attribution/tree_share.hpp"
#include "joules/account.hpp"
#include "joules/recording.hpp"

#include <vector>

namespace joules {

/// Stretches are intervals, or several of them where these are more than `most`, shorter than a
/// counter takes from update to update, or shorter than half of the usual: its steps are no power.
/// The last one is as long as four updates take. Energy and CPU time of all stretches together are
/// those of the run. `counters` are those of the division's domains.
PowerSeries power_series(const Recording& recording, const Division& division,
                         const std::vector<CounterHistory>& counters, const CpuHistory& cpu,
                         std::size_t most);

} // namespace joules
