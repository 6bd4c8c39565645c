// SPDX-License-Identifier: Apache-2.0
// Phases and work of a run, in JSON.
#pragma once

#include "joules/runs.hpp"

#include <nlohmann/json_fwd.hpp>

namespace joules {

/// Adds "phases", "energy_phases_rest_joules" and "work" to `run`, as far as there are any.
void add_phases(const EnergyAccount& account, nlohmann::ordered_json& run);

} // namespace joules
