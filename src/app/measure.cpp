// SPDX-License-Identifier: Apache-2.0
#include "app/measure.hpp"

#include "app/command_hint.hpp"
#include "app/conclude.hpp"
#include "app/exit_disposition.hpp"
#include "app/messages.hpp"
#include "app/named_files.hpp"
#include "app/outputs.hpp"
#include "app/runner.hpp"
#include "joules/accounting.hpp"
#include "joules/attribution.hpp"
#include "joules/decimal.hpp"
#include "joules/quoting.hpp"

#include <algorithm>
#include <utility>

namespace joules {

namespace {

constexpr auto idle_watch = std::chrono::seconds(3);

/// Why the run would be in vain, where there is only the estimate and it will not do.
std::optional<std::string> missing_measurement(const Sensors& sensors,
                                               const SensorSettings& settings,
                                               const GateSettings& gates) {
  if (!sensors.model) return std::nullopt;
  const std::string none = "no sensor is readable: " + why_no_sensor(sensors.source.about);
  if (!settings.estimate_allowed) return "--no-estimate: " + none;
  if (!gates.must_measure()) return std::nullopt;
  return "a gate needs a measurement, and " +
         (settings.sensor == Sensor::estimate ? "--sensor estimate is none" : none) +
         " (--on-unavailable skip or estimate runs the command all the same)";
}

Sensors open_sensors(const SensorSettings& settings, const CpuIdentity& cpu) {
  Sensors sensors = discover_sensors({settings, cpu});
  if (!settings.gpu) return sensors;
  Gpus gpus = find_gpus(settings.host);
  if (gpus.counters.empty()) throw Failure("--gpu: " + gpus.unavailable_reason);
  sensors.add(std::move(gpus));
  return sensors;
}

/// The idle host is watched first if that was asked for.
Policy policy_for(const AttributionSettings& settings, const HostRoot& host,
                  const Sensors& sensors) {
  Policy policy = settings.policy;
  if (!settings.measure_idle_power) return policy;
  const auto idle = idle_host(watch_idle_host(host, sensors, idle_watch));
  if (!idle) throw Failure("--idle-power measure: the idle host's power could not be read");
  if (idle->is_plainly_busy())
    throw Failure("--idle-power measure: the host is not idle: " + significant(idle->busy_cpus, 2) +
                  " of its " + significant(idle->cpus, 2) +
                  " CPUs were busy. Stop what runs, or give the watts of the idle host");
  policy.idle_power = idle->power;
  policy.idle_low = idle->low;
  policy.idle_high = idle->high;
  policy.idle_busy_cpus = idle->busy_cpus;
  return policy;
}

/// The error of the first of several commands that cannot be run, so that none starts in vain; and
/// of one command, where none will start. --prepare may yet build what is missing.
std::optional<Error> first_not_runnable(const Measure& request, bool in_vain) {
  if (request.commands.size() < 2 && !in_vain) return std::nullopt;
  if (!request.experiment.prepare.empty()) return std::nullopt;
  for (const auto& argv : request.commands)
    if (const auto found = find_program(argv.front()); !found) return found.error();
  return std::nullopt;
}

ExitDisposition failed_launch(const Error& error, const Measure& request) {
  const auto& commands = request.commands;
  const auto meant = std::ranges::find_if(
      commands, [&](const auto& argv) { return argv.front() == error.object; });
  complain("cannot run " + quoted({error.object}) + ": " + error.reason +
           (meant == commands.end() ? "" : command_hint(*meant, error.code, commands.size() > 1)));
  return {status_of_failed_exec(error.code), std::nullopt};
}

} // namespace

ExitDisposition measure(const Measure& request) {
  // Before joules opens anything else: it is to have one digit.
  std::optional<MarksDescriptor> marks;
  if (request.sampling.marks) marks.emplace();
  const HostRoot& host = request.sensors.host;
  const ConfinedRoot confined_host(host.path()), confined_zones(request.sensors.powercap_root);
  const Inherited inherited = what_was_inherited();
  const CpuIdentity cpu = identify_cpu(host);
  require_named_files(request);

  // 1. While privileged: open every counter. Whatever is opened later belongs to the user of
  // --user.
  const Sensors sensors = open_sensors(request.sensors, cpu);
  if (request.user) {
    drop_privileges(*request.user);
    renew_parent_death_signal(inherited.parent_death_signal, inherited.parent);
  }
  const auto missing = missing_measurement(sensors, request.sensors, request.gates);
  if (const auto error = first_not_runnable(request, missing.has_value()))
    return failed_launch(*error, request);
  if (missing) throw Failure(*missing);
  auto subjects = find_subjects(request.sampling.subjects, host);
  const Policy policy = policy_for(request.attribution, host, sensors);
  const auto baseline =
      baseline_for(request.gates, request.experiment.names,
                   measured_by(sensors.source.about.sensor,
                               sensors.model ? Quality::estimated : Quality::measured, policy));

  // 2. Before the command starts: open every output, so that no result can be lost. Signals still
  // end joules while it waits for the reader of a FIFO here.
  Outputs outputs(request.output, request.report, request.output.report, inputs_of(request.gates));
  const SignalQueue signals(inherited);
  std::optional<int> terminated_by; // while nobody read
  const ReaderWait wait(
      [&](int descriptor) { return !(terminated_by = signals.await_writable(descriptor)); });

  // 3. From the start of the command on, nothing of joules may end it or change its status, except
  // a gate or a report that was lost.
  const auto experiment =
      Runner(request, sensors, cpu, std::move(subjects), signals, marks ? &*marks : nullptr)
          .run(policy);
  const ExitDisposition disposition = experiment
                                          ? conclude(*experiment, request.gates, baseline, outputs)
                                          : failed_launch(experiment.error(), request);
  return terminated_by ? ExitDisposition{0, terminated_by} : disposition;
}

} // namespace joules
