// SPDX-License-Identifier: Apache-2.0
// Phases and work of a run, in JSON.
#pragma once

#include "joules/runs.hpp"
#include "report/json/json.hpp"

namespace joules {

/// Adds the energy of what is in scope, where that is less than the run, and of one unit of work.
void add_scope(const EnergyAccount& account, const Scope& scope, Json& run);

/// Adds "phases", "energy_phases_rest_joules" and "work" to `run`, as far as there are any.
void add_phases(const EnergyAccount& account, Json& run);

} // namespace joules
