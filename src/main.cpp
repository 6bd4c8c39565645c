// SPDX-License-Identifier: Apache-2.0
#include "joules/attribution/attribute.hpp"
#include "joules/cli/exit_code.hpp"
#include "joules/sampling/recorder.hpp"
#include "program/steps.hpp"

using namespace joules;

namespace {
Leave measure(const Request& request) {
  const CpuIdentity cpu = identify_cpu(request.host);
  const Sensors sensors = sensors_for(request, cpu);
  const Command command = command_of(request);
  const Policy policy = policy_for(request, sensors);
  const SignalMail mail;
  Destination destination(request.destination);
  auto recording = record(command, mail, request.host, sensors, recording_options(request));
  if (!recording) return {report_failed_launch(recording.error()), std::nullopt};
  const bool written = succeeds([&] {
    recording->host = describe_host(request.host, cpu);
    const EnergyAccount account = attribute(*recording, policy);
    return deliver(request, *recording, account, destination);
  });
  return leave_after(recording->ending, written);
}
} // namespace

int main(int argc, char** argv) try {
  occupy_standard_descriptors();
  const Request request = parse_command_line(argc, argv);
  switch (request.mode) {
  case Mode::measure: return leave(measure(request));
  case Mode::doctor: return examine(request);
  case Mode::help: return answer(help_text());
  case Mode::version: return answer(version_text());
  }
} catch (const std::exception& failure) {
  return fail(failure.what(), 125);
}
