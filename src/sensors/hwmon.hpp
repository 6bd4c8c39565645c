// SPDX-License-Identifier: Apache-2.0
// Energy and power as drivers of the hwmon class show them. What the files mean:
// Documentation/hwmon/sysfs-interface.rst of the Linux kernel; what each driver's labels mean: the
// page of that driver beside it.
#pragma once

#include "joules/host.hpp"
#include "sensors/hwmon_inputs.hpp"
#include "sensors/hwmon_rules.hpp"
#include "sensors/open_source.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace joules {

/// The processor: by energy counters where a driver has them, else by its power.
OpenSource hwmon_source(const HostRoot& host);
/// The ACPI power meter.
OpenSource acpi_source(const HostRoot& host);
/// The whole machine, where a driver or the board adds it up.
OpenSource system_source(const HostRoot& host);

/// `counter` of `input`: its file, or its power, integrated.
Result<std::unique_ptr<EnergyCounter>> open_hwmon_counter(const HwmonInput& input,
                                                          const Counter& counter);
Counter counter_of(const HwmonInput& input, const HwmonVerdict& verdict);
/// Returns the reason not to read an input, if there is one.
std::optional<Trouble> trouble_with(const HwmonInput& input);

} // namespace joules
