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
  bool x86 = false;
  std::string model_name;
  int family = -1;
  int model = -1;
  int stepping = -1;
  int arm_part = -1; // MIDR part number, with implementer 0x41 (Arm) only
  bool hypervisor = false;
  bool sgx = false;
};

/// On line; where sysfs is hidden, those that cpuinfo lists.
std::optional<int> logical_cpus_of(const HostRoot& host);

/// Whether processors of this kind have RAPL's counters: Intel's since Sandy Bridge, AMD's since
/// Zen.
bool may_have_rapl(const CpuIdentity& cpu);

CpuIdentity identify_cpu(const HostRoot& host);

/// Reads some files for each CPU: for a report that shows it, and never while a command runs.
HostDescription describe_host(const HostRoot& host, const CpuIdentity& cpu);

} // namespace joules
