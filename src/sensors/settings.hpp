// SPDX-License-Identifier: Apache-2.0
// The user's settings for sensors: where they are looked for, and which.
#pragma once

#include "joules/host.hpp"
#include "joules/recording.hpp"

#include <filesystem>
#include <optional>

namespace joules {

/// Of the whole machine, by the user's own knowledge: idle, and with all CPUs busy.
struct MachinePower {
  Watts idle{0}, busy{0};
};

struct SensorSettings {
  HostRoot host;
  std::filesystem::path powercap_root; // where the RAPL zones are; empty: the host's own
  std::optional<Sensor> sensor;        // nullopt: the first that measures the host
  bool estimate_allowed = true;
  std::optional<MachinePower> model = {}; // for the estimate; nullopt: a published one
  bool gpu = false;                       // the energy of graphics cards, too
};

} // namespace joules
