// SPDX-License-Identifier: Apache-2.0
#include "app/exports.hpp"
#include "app/steps.hpp"
#include "joules/host.hpp"
#include "joules/launch.hpp"
#include "joules/output.hpp"

using namespace joules;

namespace {
Leave measure(const Request& request) {
  const ConfinedRoot host(request.host.path()), powercap(request.powercap_root);
  const Inherited inherited = what_was_inherited();
  const CpuIdentity cpu = identify_cpu(request.host);
  const Sensors sensors = sensors_for(request, cpu);
  drop_privileges_for(request, inherited);
  const Policy policy = policy_for(request, sensors);
  const std::vector<Command> commands = commands_of(request);
  const AnalysisSpec spec = analysis_spec_for(request, sensors);
  // Who waits for a reader of a FIFO here can still be ended by any signal.
  Destination destination(request.destination);
  Exports exports(request, destination);
  const SignalQueue signals(inherited);
  std::optional<int> told; // to end, while nobody read
  const ReaderWait wait(
      [&](int descriptor) { return !(told = signals.await_writable(descriptor)); });
  const auto experiment = run_all(request, commands, signals, cpu, sensors, policy);
  const Leave leave = experiment ? conclude(request, *experiment, spec, destination, exports)
                                 : Leave{report_failed_launch(experiment.error()), std::nullopt};
  return told ? Leave{0, told} : leave;
}
} // namespace

int main(int argc, char** argv) try {
  occupy_standard_descriptors();
  const Request request = parse_command_line(argc, argv);
  switch (request.mode) {
  case Mode::measure: return leave(measure(request));
  case Mode::diff: return show_difference(request);
  case Mode::merge: return show_merged(request);
  case Mode::doctor: return run_doctor(request);
  case Mode::help: return answer(help_text());
  case Mode::version: return answer(version_text());
  }
} catch (...) {
  return own_failure();
}
