// SPDX-License-Identifier: Apache-2.0
// Phrases that more than one report uses.
#pragma once

#include "joules/recording.hpp"

#include <string>
#include <vector>

namespace joules {

/// "SIGKILL", or the bare number of a signal without a name.
std::string signal_name(int signal);

/// "procfs, rusage"
std::string listed(const std::vector<std::string>& words);

/// "SPECpower linear, row haswell, 0.66 W idle to 3.83 W busy per hardware thread"
std::string described(const PowerModel& model);

} // namespace joules
