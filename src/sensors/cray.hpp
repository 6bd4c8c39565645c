// SPDX-License-Identifier: Apache-2.0
// The power counters of HPE Cray's nodes, in sys/cray/pm_counters: joules since the node's
// controller started, ten times a second, for everybody to read. "energy" is the node,
// accelerators and all; "cpu_energy" and "memory_energy" are parts of it, as "accel0_energy" is.
// HPE Cray System Management documentation, "User Access to Compute Node Power Data".
#pragma once

#include "joules/host.hpp"
#include "sensors/open_source.hpp"

#include <vector>

namespace joules {

/// The processors and memory.
OpenSource cray_source(const HostRoot& host);
/// The whole node.
OpenSource cray_node_source(const HostRoot& host);
/// One counter an accelerator; none where the node has none.
std::vector<Counter> cray_accelerators(const HostRoot& host);

Result<std::unique_ptr<EnergyCounter>> open_cray_counter(const Counter& counter);

} // namespace joules
