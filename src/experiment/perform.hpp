// SPDX-License-Identifier: Apache-2.0
// Runs every step of a plan, until one fails or a signal is to end joules.
#pragma once

#include "experiment/plan.hpp"
#include "joules/launch.hpp"
#include "joules/result.hpp"
#include "joules/runs.hpp"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace joules {

struct ExperimentOptions {
  Plan plan;
  Nanoseconds pause{0};                // between runs
  std::string prepare;                 // before each run; empty: nothing
  std::string cleanup;                 // at the end
  bool ignore_failure = false;         // any exit of a command is a complete run
  std::set<int> ok_codes = {0};        // those of its statuses that are
  std::vector<std::string> names = {}; // of the commands, as far as given
};

/// How the program makes one run: record, then attribute. The error: it could not be started.
using MakeRun = std::function<Result<Run>(const Command&)>;

/// `before` hears of each step before it is made.
using BeforeStep = std::function<void(const Step&, const Experiment& so_far)>;

/// Never throws once a run is complete: a later failure is in stopped_because and outcome.
/// The commands find JOULES_RUN in their environment where the plan has more than one run.
/// REQUIRES: as many commands as the plan has.
Result<Experiment> perform(const std::vector<Command>& commands, const SignalQueue& signals,
                           const ExperimentOptions& options, const MakeRun& make_run,
                           const BeforeStep& before);

} // namespace joules
