// SPDX-License-Identifier: Apache-2.0
// Saved reports, from their files.
#pragma once

#include "joules/cli.hpp"
#include "joules/statistics.hpp"

#include <string>
#include <vector>

namespace joules {

/// Throws Failure when the file of `option` is no report, or holds no complete run.
std::vector<Baseline> read_baselines(const std::string& option, const std::string& file);

/// The command with the name of --name, or the only one. Throws Failure when neither is there.
Baseline saved_command(std::vector<Baseline> baselines, const Request& request);

} // namespace joules
