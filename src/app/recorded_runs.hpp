// SPDX-License-Identifier: Apache-2.0
// Runs that --record kept, read back and attributed, for the modes that run nothing.
#pragma once

#include "attribution/settings.hpp"
#include "joules/runs.hpp"

#include <optional>
#include <string>

namespace joules {

/// The experiment in a recording. `option` names it in messages. By the policy of the runs, unless
/// `attribution` asks for another one. `finest`: with as many points of power as there are
/// samples. Throws Failure when the file is no recording, or when the idle power that is asked for
/// was not measured.
Experiment recorded_runs(const std::string& option, const std::string& file,
                         const std::optional<AttributionSettings>& attribution,
                         bool finest = false);

} // namespace joules
