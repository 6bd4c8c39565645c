// SPDX-License-Identifier: Apache-2.0
// Makes the warnings of one run: few, each with a stable code.
#pragma once

#include "attribution/counter_delta.hpp"
#include "attribution/tree_share.hpp"
#include "joules/account.hpp"

#include <vector>

namespace joules {

std::vector<Warning> warnings_for(const Recording& recording, const EnergyAccount& account,
                                  const std::vector<CounterHistory>& histories,
                                  const CpuHistory& cpu);

} // namespace joules
