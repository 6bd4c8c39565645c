// SPDX-License-Identifier: Apache-2.0
// Makes every run that was asked for: records it, and attributes its energy.
#pragma once

#include "app/live_line.hpp"
#include "app/progress.hpp"
#include "cli/request.hpp"
#include "joules/host.hpp"
#include "joules/launch.hpp"
#include "joules/sampling.hpp"
#include "joules/sensors.hpp"

namespace joules {

class Runner {
public:
  /// All that it gets by reference outlives it. `subjects` are those of the request, found; `marks`
  /// is nullptr where the request does not ask for them.
  Runner(const Measure& request, const Sensors& sensors, const CpuIdentity& cpu,
         std::vector<SubjectName> subjects, const SignalQueue& signals,
         const MarksDescriptor* marks);

  /// The error: the first command could not be started.
  Result<Experiment> run(const Policy& policy);

private:
  Result<Run> run_once(const Command& command, const Policy& policy);

  const Measure& request_;
  const Sensors& sensors_;
  const CpuIdentity& cpu_;
  const SignalQueue& signals_;
  SamplingSettings sampling_;
  std::size_t power_points_; // of each run
  LiveLine live_;
  RunContext context_;
  Progress progress_;
};

} // namespace joules
