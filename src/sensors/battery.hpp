// SPDX-License-Identifier: Apache-2.0
// The power that the machine, display and all, draws from its batteries while they discharge.
// Documentation/ABI/testing/sysfs-class-power of the Linux kernel.
#pragma once

#include "joules/host.hpp"
#include "sensors/open_source.hpp"

namespace joules {

/// One domain for all batteries of the machine, which may take turns: it measures as long as one of
/// them discharges and nothing else supplies the machine.
OpenSource battery_source(const HostRoot& host);

} // namespace joules
