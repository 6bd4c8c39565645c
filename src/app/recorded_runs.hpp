// SPDX-License-Identifier: Apache-2.0
// Runs that --record kept, read back and attributed, for the modes that run nothing.
#pragma once

#include "attribution/settings.hpp"
#include "joules/runs.hpp"

#include <optional>
#include <string>

namespace joules {

/// How finely power over time is told: as a report of the runs tells it, or by every sample.
enum class PowerPoints { as_reported, of_each_sample };

/// The experiment in a recording. `option` names it in messages. By the policy of the runs, unless
/// `attribution` asks for another one. Throws Failure when the file is no recording, or when the
/// idle power of the runs is asked for and they have none.
Experiment recorded_runs(const std::string& option, const std::string& file,
                         const std::optional<AttributionSettings>& attribution,
                         PowerPoints points = PowerPoints::as_reported);

} // namespace joules
