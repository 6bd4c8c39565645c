// SPDX-License-Identifier: Apache-2.0
// Identifies the machine, for the report's reader and to find its row in the power table.
#pragma once

#include "host/host_root.hpp"
#include "joules/recording.hpp"

#include <optional>
#include <string>

namespace joules {

/// The first processor of /proc/cpuinfo. x86 speaks of family, model and stepping, Arm of a part.
struct CpuIdentity {
  std::string vendor; // "GenuineIntel", "AuthenticAMD", "HygonGenuine"; empty on Arm
  std::string model_name;
  int family = -1;
  int model = -1;
  int stepping = -1;
  int arm_part = -1; // MIDR part number, with implementer 0x41 (Arm) only
  bool hypervisor = false;
};

CpuIdentity identify_cpu(const HostRoot& host);

/// Reads some files for each CPU: for a report that shows it, and never while a command runs.
HostDescription describe_host(const HostRoot& host, const CpuIdentity& cpu);

} // namespace joules
