// SPDX-License-Identifier: Apache-2.0
#include "app/replay.hpp"

#include "app/conclude.hpp"
#include "app/recorded_runs.hpp"
#include "joules/cli.hpp"
#include "joules/quoting.hpp"
#include "joules/result.hpp"
#include "joules/scope.hpp"

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

/// A part of a run, and its work, were recorded by other options: without them nothing is in scope.
void require_scope(const Scope& scope, const Experiment& experiment) {
  const auto any_account = [&](auto has) {
    return std::ranges::any_of(experiment.commands, [&](const CommandRuns& command) {
      return std::ranges::any_of(command.runs, [&](const Run& run) { return has(run.account); });
    });
  };
  const bool there = any_account([&](const EnergyAccount& account) {
    return !scope.is_part() || has_part(scope, account.subjects, account.phases);
  });
  if (!there)
    throw Failure("--scope " + quoted({text_of(scope)}) + ": no run that was recorded has it");
  const bool told = any_account([&](const EnergyAccount& account) {
    return scope.unit.empty() || std::ranges::any_of(account.work, [&](const WorkAccount& work) {
             return is_same_unit(work.unit, scope.unit);
           });
  });
  if (!told)
    throw Failure("--budget: no run that was recorded tells work in " + quoted({scope.unit}));
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
  require_answerable(request.gates, request.report, request.output,
                     {experiment.commands.size(), experiment.commands.front().runs.size()});
  require_ledgers(request.report, request.output, run);
  require_scope(request.gates.scope, experiment);
  require_measurement(run, request.gates);
  if (!request.report.arguments_shown) leave_out_arguments(experiment);
  const auto baseline = baseline_for(
      request.gates, {experiment.commands.front().name},
      measured_by(run.recording.method.source.sensor, run.account.quality(), run.account.policy));
  std::vector<std::string> inputs = inputs_of(request.gates);
  inputs.push_back(request.file);
  Outputs outputs(request.output, request.report,
                  request.output.report.or_descriptor(STDOUT_FILENO), inputs);
  return conclude(experiment, request.gates, baseline, outputs);
}

} // namespace joules
