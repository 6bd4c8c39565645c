// SPDX-License-Identifier: Apache-2.0
#include "app/measure.hpp"

#include "app/conclude.hpp"
#include "app/exit_disposition.hpp"
#include "app/messages.hpp"
#include "app/outputs.hpp"
#include "app/runner.hpp"
#include "joules/attribution.hpp"
#include "joules/decimal.hpp"
#include "joules/quoting.hpp"

#include <unistd.h>

namespace joules {

namespace {

constexpr auto idle_watch = std::chrono::seconds(3);

/// Throws Failure when there is only the estimate, and it will not do.
void require_measurement(const Sensors& sensors, const SensorSettings& settings,
                         const GateSettings& gates) {
  if (!sensors.model) return;
  if (!settings.estimate_allowed)
    throw Failure("--no-estimate: no sensor is readable: " + why_no_sensor(sensors.source.about));
  if (gates.must_measure())
    throw Failure("a gate needs a measurement, and " +
                  (settings.sensor == Sensor::estimate
                       ? "--sensor estimate is none"
                       : "no sensor is readable: " + why_no_sensor(sensors.source.about)) +
                  " (--on-unavailable skip or estimate runs the command all the same)");
}

Sensors open_sensors(const SensorSettings& settings, const GateSettings& gates,
                     const CpuIdentity& cpu) {
  Sensors sensors = discover_sensors({settings, cpu});
  require_measurement(sensors, settings, gates);
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

ExitDisposition failed_launch(const Error& error) {
  complain("cannot run " + quoted({error.object}) + ": " + error.reason);
  return {status_of_failed_exec(error.code), std::nullopt};
}

} // namespace

ExitDisposition measure(const Measure& request) {
  const HostRoot& host = request.sensors.host;
  const ConfinedRoot confined_host(host.path()), confined_zones(request.sensors.powercap_root);
  const Inherited inherited = what_was_inherited();
  const CpuIdentity cpu = identify_cpu(host);

  // 1. While privileged: open every counter. Whatever is opened later belongs to the user of
  // --user.
  const Sensors sensors = open_sensors(request.sensors, request.gates, cpu);
  if (request.user) {
    drop_privileges(*request.user);
    renew_parent_death_signal(inherited.parent_death_signal, inherited.parent);
  }
  const Policy policy = policy_for(request.attribution, host, sensors);
  const auto baseline =
      baseline_for(request.gates, request.experiment.names,
                   {sensors.source.about.sensor,
                    sensors.model ? Quality::estimated : Quality::measured, policy.kind});

  // 2. Before the command starts: open every output, so that no result can be lost. Signals still
  // end joules while it waits for the reader of a FIFO here.
  Outputs outputs(request.output, request.report, STDERR_FILENO);
  const SignalQueue signals(inherited);
  std::optional<int> terminated_by; // while nobody read
  const ReaderWait wait(
      [&](int descriptor) { return !(terminated_by = signals.await_writable(descriptor)); });

  // 3. From the start of the command on, nothing of joules may end it or change its status, except
  // a gate or a report that was lost.
  const auto experiment = Runner(request, sensors, cpu, signals).run(policy);
  const ExitDisposition disposition = experiment
                                          ? conclude(*experiment, request.gates, baseline, outputs)
                                          : failed_launch(experiment.error());
  return terminated_by ? ExitDisposition{0, terminated_by} : disposition;
}

} // namespace joules
