// SPDX-License-Identifier: Apache-2.0
// The user's settings for a series of runs.
#pragma once

#include "joules/runs.hpp"
#include "joules/units.hpp"

#include <set>
#include <string>
#include <vector>

namespace joules {

struct ExperimentSettings {
  Plan plan;
  Nanoseconds pause{0};                // between runs
  std::string prepare;                 // before each run; empty: nothing
  std::string cleanup;                 // at the end
  bool output_discarded = false;       // of the commands
  bool ignore_failure = false;         // any exit of a command is a complete run
  std::set<int> ok_codes = {0};        // those of its statuses that are
  std::vector<std::string> names = {}; // of the commands, as far as given
  bool keeps_samples = false;          // of several runs: all that each has, not the ends only
};

} // namespace joules
