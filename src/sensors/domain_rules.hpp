// SPDX-License-Identifier: Apache-2.0
// Which zones make up the host's energy, and why the others do not: nothing may be counted twice.
// Pure: the same zones always give the same verdicts.
#pragma once

#include "sensors/powercap.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace joules {

struct ZoneRule {
  bool counted = false;
  std::string reason;
};

/// The kind of a zone, by its name.
enum class ZoneKind { package, core, uncore, dram, psys, unnamed, unknown };

struct ZoneName {
  ZoneKind kind = ZoneKind::unknown;
  int package = -1; // physical package, for package zones
  int die = -1;     // for package-P-die-D
};

ZoneName parse_zone_name(std::string_view name);

/// One verdict for each zone, in the same order. `cpu_vendor` as in /proc/cpuinfo.
std::vector<ZoneRule> classify_zones(const std::vector<Zone>& zones, std::string_view cpu_vendor);

/// The same where the platform is asked for: its zones count, and all that they contain does not.
std::vector<ZoneRule> classify_platform_zones(const std::vector<Zone>& zones);

} // namespace joules
