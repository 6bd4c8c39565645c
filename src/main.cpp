// SPDX-License-Identifier: Apache-2.0
#include "program/exports.hpp"
#include "program/steps.hpp"

using namespace joules;

namespace {
Leave measure(const Request& request) {
  const CpuIdentity cpu = identify_cpu(request.host);
  const Sensors sensors = sensors_for(request, cpu);
  give_up_rights(request);
  const Policy policy = policy_for(request, sensors);
  const std::vector<Command> commands = commands_of(request);
  const Questions questions = questions_of(request, sensors);
  const SignalQueue signals;
  Destination destination(request.destination);
  Exports exports(request);
  const auto experiment = run_all(request, commands, signals, cpu, sensors, policy);
  if (!experiment) return {report_failed_launch(experiment.error()), std::nullopt};
  return conclude(request, *experiment, questions, destination, exports);
}
} // namespace

int main(int argc, char** argv) try {
  occupy_standard_descriptors();
  const Request request = parse_command_line(argc, argv);
  switch (request.mode) {
  case Mode::measure: return leave(measure(request));
  case Mode::diff: return show_difference(request);
  case Mode::merge: return show_merged(request);
  case Mode::doctor: return examine(request);
  case Mode::help: return answer(help_text());
  case Mode::version: return answer(version_text());
  }
} catch (...) {
  return own_failure();
}
