// SPDX-License-Identifier: Apache-2.0
#include "app/replay.hpp"

#include "app/conclude.hpp"
#include "app/recorded_runs.hpp"
#include "joules/result.hpp"

#include <unistd.h>

#include <algorithm>

namespace joules {

namespace {

void require_ledgers(const ReportSettings& report, const OutputSettings& output, const Run& run) {
  const auto& ledger = run.recording.ledger;
  const auto refuse = [](const std::string& option) {
    throw Failure(option + ": was not recorded (it must stand beside --record)");
  };
  const bool has_processes = ledger && !ledger->processes.empty();
  const bool draws_processes = std::ranges::find(output.exports, ExportKind::trace,
                                                 &ExportRequest::kind) != output.exports.end();
  if (report.style.by_process && !has_processes) refuse("--by-process");
  if (draws_processes && !has_processes) refuse("--by-process, for --export trace");
  if (report.style.by_command && !ledger) refuse("--by-command");
}

void require_measurement(const Run& run, const GateSettings& gates) {
  if (run.recording.method.model && gates.must_measure())
    throw Failure("a gate needs a measurement, and the recording has an estimate "
                  "(--on-unavailable skip or estimate reports all the same)");
}

} // namespace

ExitDisposition replay(const Replay& request) {
  Experiment experiment = recorded_runs("--replay", request.file, request.attribution);
  const Run& run = *any_run(experiment);
  require_ledgers(request.report, request.output, run);
  require_measurement(run, request.gates);
  if (!request.report.arguments_shown) leave_out_arguments(experiment);
  const auto baseline = baseline_for(
      request.gates, {experiment.commands.front().name},
      {run.recording.method.source.sensor, run.account.quality(), run.account.policy.kind});
  Outputs outputs(request.output, request.report, STDOUT_FILENO);
  experiment.outcome = {};
  return conclude(experiment, request.gates, baseline, outputs);
}

} // namespace joules
