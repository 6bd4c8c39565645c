// SPDX-License-Identifier: Apache-2.0
// Runs every step of a plan, until one fails or a signal is to end joules.
#pragma once

#include "experiment/plan.hpp"
#include "experiment/settings.hpp"
#include "joules/launch.hpp"
#include "joules/result.hpp"
#include "joules/runs.hpp"

#include <functional>
#include <vector>

namespace joules {

/// How the program makes one run: record, then attribute. The error: it could not be started.
using MakeRun = std::function<Result<Run>(const Command&)>;

/// `before` hears of each step before it is made.
using BeforeStep = std::function<void(const Step&, const Experiment& so_far)>;

/// Asked after each measured run: are no more of them needed?
using Enough = std::function<bool(const Experiment& so_far)>;

/// Never throws once a run is complete: a later failure is in stopped_because and outcome.
/// The commands find JOULES_RUN in their environment where the plan has more than one run.
/// REQUIRES: as many commands as the plan has.
Result<Experiment> perform(const std::vector<Command>& commands, const SignalQueue& signals,
                           const ExperimentSettings& settings, const MakeRun& make_run,
                           const BeforeStep& before, const Enough& enough);

} // namespace joules
