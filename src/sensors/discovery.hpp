// SPDX-License-Identifier: Apache-2.0
// Finds the machine's energy sensors and chooses one source for the host's energy; when none is
// readable, the estimate.
#pragma once

#include "joules/host.hpp"
#include "joules/recording.hpp"
#include "sensors/energy_counter.hpp"
#include "sensors/gpu.hpp"
#include "sensors/open_source.hpp"
#include "sensors/settings.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace joules {

/// The open counters that a run is measured by.
struct Sensors {
  OpenSource source;               // in use; of an estimate without counters
  std::optional<PowerModel> model; // of an estimate
  std::vector<std::unique_ptr<DeviceCounter>> devices = {};

  /// Measures `gpus`, too. Once at most.
  void add(Gpus gpus);
};

/// Where to look, and for what, on which processor.
struct SensorSearch : SensorSettings {
  CpuIdentity cpu;
};

/// The model behind an estimate: the user's own, else the row of this processor or machine.
PowerModel estimate_for(const SensorSettings& settings, const CpuIdentity& cpu);

/// By default the first that measures the host: perf, powercap, cray, hwmon; nothing after it is
/// looked at. A powercap root that was named stands for the others, too. Throws Failure when a
/// sensor was named that is not readable here.
Sensors discover_sensors(const SensorSearch& search);

/// Every kind of sensor, found or not, in the order of preference; at the end those that are used
/// only when they are named.
std::vector<OpenSource> survey_sensors(const SensorSearch& search);

} // namespace joules
