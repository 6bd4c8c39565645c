// SPDX-License-Identifier: Apache-2.0
// Lists the energies and powers that drivers of the hwmon class show. What the files mean:
// Documentation/hwmon/sysfs-interface.rst of the Linux kernel.
#pragma once

#include "joules/host.hpp"
#include "sensors/hwmon_rules.hpp"

#include <vector>

namespace joules {

/// All inputs of all chips, in the order of the chips' numbers. INA monitors of rails show volts
/// and amperes: each pair without a power of its own is one input, too.
std::vector<HwmonInput> list_hwmon(const HostRoot& host);

/// Reads it anew: a firmware that has no measurement at the moment may have one soon.
void read_input(HwmonInput& input);

} // namespace joules
