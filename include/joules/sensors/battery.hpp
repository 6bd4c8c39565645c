// SPDX-License-Identifier: Apache-2.0
// What the machine draws from its batteries, display and all. Only while they discharge.
// Documentation/ABI/testing/sysfs-class-power of the Linux kernel.
#pragma once

#include "joules/host/host_root.hpp"
#include "joules/sensors/source.hpp"

namespace joules {

/// A battery that begins to charge, or is full, ends its measurement for good.
Source battery_source(const HostRoot& host);

} // namespace joules
