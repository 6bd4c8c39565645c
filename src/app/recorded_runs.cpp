// SPDX-License-Identifier: Apache-2.0
#include "app/recorded_runs.hpp"

#include "app/saved_files.hpp"
#include "joules/attribution.hpp"
#include "joules/report.hpp"
#include "joules/result.hpp"

namespace joules {

namespace {

/// That of the runs, unless another one is asked for.
Policy policy_for(const std::optional<AttributionSettings>& attribution, const Policy& recorded) {
  if (!attribution) return recorded;
  if (!attribution->measure_idle_power) return attribution->policy;
  if (recorded.kind != Policy::Kind::marginal)
    throw Failure(
        "--policy marginal: the runs were recorded without an idle power: give it (--idle-power)");
  return recorded;
}

} // namespace

Experiment recorded_runs(const std::string& option, const std::string& file,
                         const std::optional<AttributionSettings>& attribution,
                         PowerPoints points) {
  auto read = read_recording(read_saved_file(option, file, largest_document), file);
  if (!read) throw Failure(option + " " + read.error().message());
  Experiment experiment = std::move(read->experiment);
  const Policy policy = policy_for(attribution, read->policy);
  const auto attribute_run = [&](Run& run) {
    run.account = attribute(run.recording, policy,
                            points == PowerPoints::of_each_sample
                                ? run.recording.samples.size()
                                : power_points_of_each(runs_of(experiment.plan)));
  };
  for (CommandRuns& command : experiment.commands) {
    for (Run& run : command.runs) attribute_run(run);
    if (command.failed) attribute_run(*command.failed);
  }
  experiment.replayed = true;
  return experiment;
}

} // namespace joules
