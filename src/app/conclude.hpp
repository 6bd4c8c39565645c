// SPDX-License-Identifier: Apache-2.0
// The end of every mode that has runs, made now or recorded before: gates, outputs, exit status.
#pragma once

#include "app/outputs.hpp"
#include "joules/runs.hpp"
#include "joules/statistics.hpp"
#include "statistics/settings.hpp"

#include <optional>
#include <string>
#include <vector>

namespace joules {

/// The saved report that the gates name; nullopt: none. Throws Failure when it does not compare
/// with runs that are `measured_by` this. `names` are the labels of the commands.
std::optional<Baseline> baseline_for(const GateSettings& gates,
                                     const std::vector<std::string>& names,
                                     const MeasuredBy& measured_by);

/// The files that the gates read.
std::vector<std::string> inputs_of(const GateSettings& gates);

/// How energies are obtained by this sensor and policy.
MeasuredBy measured_by(Sensor sensor, Quality quality, const Policy& policy);

/// Analyses the runs and writes the outputs. What fails here costs the report, never the command's
/// own status.
ExitDisposition conclude(const Experiment& experiment, const GateSettings& gates,
                         const std::optional<Baseline>& baseline, Outputs& outputs);

} // namespace joules
