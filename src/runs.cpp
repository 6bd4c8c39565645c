// SPDX-License-Identifier: Apache-2.0
#include "joules/runs.hpp"

namespace joules {

namespace {

void keep_first_word(std::vector<std::string>& argv) {
  if (argv.size() > 1) argv.resize(1);
}

void leave_out_arguments(Recording& recording) {
  keep_first_word(recording.argv);
  if (!recording.ledger) return;
  for (ProcessUse& process : recording.ledger->processes) keep_first_word(process.argv);
}

} // namespace

void leave_out_arguments(Experiment& experiment) {
  for (CommandRuns& command : experiment.commands) {
    keep_first_word(command.argv);
    command.arguments_left_out = true;
    for (Run& run : command.runs) leave_out_arguments(run.recording);
    if (command.failed) leave_out_arguments(command.failed->recording);
  }
}

std::string display_name(const CommandRuns& command) {
  return command.name.empty() ? command.argv.front() : command.name;
}

Series series_of(const CommandRuns& command, const Scope& scope) {
  Series series{command.name, {}};
  for (const Run& run : command.runs) series.runs.push_back(metric_values_of(run.account, scope));
  return series;
}

std::vector<Series> series_of(const Experiment& experiment, const Scope& scope) {
  std::vector<Series> series;
  for (const CommandRuns& command : experiment.commands) {
    series.push_back(series_of(command, scope));
    if (experiment.plan.precision) series.back().stopping = Stopping::by_width;
  }
  return series;
}

Scope scope_in(const Experiment& experiment, const Scope& scope) {
  for (const CommandRuns& command : experiment.commands)
    for (const Run& run : command.runs) {
      Scope resolved = with_unit(scope, run.account.work);
      if (resolved != scope) return resolved;
    }
  return scope;
}

const Run* any_run(const Experiment& experiment) {
  for (const CommandRuns& command : experiment.commands) {
    if (!command.runs.empty()) return &command.runs.front();
    if (command.failed) return &*command.failed;
  }
  return nullptr;
}

} // namespace joules
