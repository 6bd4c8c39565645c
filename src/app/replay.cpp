// SPDX-License-Identifier: Apache-2.0
#include "app/replay.hpp"

#include "app/conclude.hpp"
#include "app/saved_files.hpp"
#include "joules/attribution.hpp"
#include "joules/report.hpp"
#include "joules/result.hpp"

#include <unistd.h>

#include <algorithm>

namespace joules {

namespace {

SavedRecording recording_in(const std::string& file) {
  auto recording = read_recording(read_saved_file("--replay", file, largest_document), file);
  if (!recording) throw Failure("--replay " + recording.error().message());
  return std::move(*recording);
}

/// That of the runs, unless another one was asked for.
Policy policy_for(const Replay& request, const Policy& recorded) {
  if (!request.attribution) return recorded;
  Policy policy = request.attribution->policy;
  if (!request.attribution->measure_idle_power) return policy;
  if (recorded.kind != Policy::Kind::marginal)
    throw Failure(
        "--idle-power measure: the idle host was not watched when the runs were recorded; "
        "give its watts");
  return recorded;
}

void require_ledgers(const ReportSettings& report, const OutputSettings& output, const Run& run) {
  const auto& ledger = run.recording.ledger;
  const auto refuse = [](const std::string& option) {
    throw Failure(option + ": was not recorded (it must stand beside --record)");
  };
  const bool has_processes = ledger && !ledger->processes.empty();
  if (report.style.by_process && !has_processes) refuse("--by-process");
  if (!has_processes && std::ranges::find(output.exports, ExportKind::trace,
                                          &ExportRequest::kind) != output.exports.end())
    refuse("--by-process, for --export trace");
  if (report.style.by_command && !ledger) refuse("--by-command");
}

void require_measurement(const Run& run, const GateSettings& gates) {
  if (run.recording.method.model && gates.must_measure())
    throw Failure("a gate needs a measurement, and the recording has an estimate "
                  "(--on-unavailable skip or estimate reports all the same)");
}

void attribute_all(Experiment& experiment, const Policy& policy) {
  const std::size_t points = power_points_of_each(runs_of(experiment.plan));
  for (CommandRuns& command : experiment.commands) {
    for (Run& run : command.runs) run.account = attribute(run.recording, policy, points);
    if (command.failed)
      command.failed->account = attribute(command.failed->recording, policy, points);
  }
}

} // namespace

ExitDisposition replay(const Replay& request) {
  auto [experiment, recorded_policy] = recording_in(request.file);
  const Run& run = *any_run(experiment);
  require_ledgers(request.report, request.output, run);
  require_measurement(run, request.gates);
  const Policy policy = policy_for(request, recorded_policy);
  attribute_all(experiment, policy);
  if (!request.report.arguments_shown) leave_out_arguments(experiment);
  const auto baseline =
      baseline_for(request.gates, {experiment.commands.front().name},
                   {run.recording.method.source.sensor, run.account.quality(), policy.kind});
  Outputs outputs(request.output, request.report, STDOUT_FILENO);
  experiment.outcome = {};
  experiment.replayed = true;
  return conclude(experiment, request.gates, baseline, outputs);
}

} // namespace joules
