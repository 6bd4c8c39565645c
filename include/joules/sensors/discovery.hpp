// SPDX-License-Identifier: Apache-2.0
// Finds the machine's energy sensors and chooses one source for the host's energy; when none is
// readable, the estimate.
#pragma once

#include "joules/host/host_root.hpp"
#include "joules/host/machine.hpp"
#include "joules/recording.hpp"
#include "joules/sensors/energy_counter.hpp"
#include "joules/sensors/sensor_choice.hpp"

#include <filesystem>
#include <memory>
#include <vector>

namespace joules {

/// The source in use. method.domains[i] belongs to counters[i].
struct Sensors {
  Method method;
  std::vector<std::unique_ptr<EnergyCounter>> counters;
};

/// `powercap_root`: where the RAPL zones are; empty means the host's own sys/class/powercap.
/// Throws Failure when `choice` names a sensor that is not readable here.
Sensors discover_sensors(const HostRoot& host, const CpuIdentity& cpu, SensorChoice choice,
                         const std::filesystem::path& powercap_root);

} // namespace joules
