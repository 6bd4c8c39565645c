// SPDX-License-Identifier: Apache-2.0
// Tells on which physical package (socket) each CPU is.
#pragma once

#include "host/host_root.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace joules {

/// Empty where the machine does not tell, as on many virtual machines and Arm boards.
struct Topology {
  std::vector<int> packages; // physical numbers, ascending; they may have gaps
  std::vector<std::optional<std::size_t>> package_of_cpu; // by CPU number: an index of `packages`
};

/// From physical_package_id of each CPU: Documentation/ABI/stable/sysfs-devices-system-cpu of the
/// Linux kernel. CPUs that are offline now have none, and stay unknown.
Topology topology_of(const HostRoot& host);

/// Returns an index into `topology.packages`; nullopt for an unknown CPU.
std::optional<std::size_t> package_of(int cpu, const Topology& topology);

} // namespace joules
