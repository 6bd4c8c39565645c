// SPDX-License-Identifier: Apache-2.0
// Which physical package, the socket of old, each CPU is on.
#pragma once

#include "host/host_root.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace joules {

/// Empty where the machine does not tell, as many virtual machines and Arm boards do not.
struct Topology {
  std::vector<int> packages; // physical numbers, ascending; they may have gaps
  std::vector<std::optional<std::size_t>> package_of_cpu; // by CPU number: an index of `packages`
};

/// From physical_package_id of each CPU: Documentation/ABI/stable/sysfs-devices-system-cpu of the
/// Linux kernel. CPUs that are off line now have none, and stay unknown.
Topology topology_of(const HostRoot& host);

/// Index into `topology.packages`; nullopt for a CPU that it does not know.
std::optional<std::size_t> package_of(int cpu, const Topology& topology);

} // namespace joules
