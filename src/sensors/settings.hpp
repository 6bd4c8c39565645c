// SPDX-License-Identifier: Apache-2.0
// The user's settings for sensors: where they are looked for, and which.
#pragma once

#include "joules/choices.hpp"
#include "joules/host.hpp"

#include <filesystem>

namespace joules {

/// psys, acpi and battery measure the whole machine, and only where they are asked for.
enum class SensorChoice { automatic, perf, powercap, hwmon, psys, acpi, battery, estimate };

template <>
struct Choices<SensorChoice> {
  static constexpr Choice<SensorChoice> all[] = {
      {"auto", SensorChoice::automatic},    {"perf", SensorChoice::perf},
      {"powercap", SensorChoice::powercap}, {"hwmon", SensorChoice::hwmon},
      {"psys", SensorChoice::psys},         {"acpi", SensorChoice::acpi},
      {"battery", SensorChoice::battery},   {"estimate", SensorChoice::estimate}};
};

struct SensorSettings {
  HostRoot host;
  std::filesystem::path powercap_root; // where the RAPL zones are; empty: the host's own
  SensorChoice choice = SensorChoice::automatic;
  bool estimate_allowed = true;
  bool gpu = false; // the energy of graphics cards, too
};

} // namespace joules
