// SPDX-License-Identifier: Apache-2.0
// What --sensor says.
#pragma once

namespace joules {

/// psys, acpi and battery measure the whole machine, and only where they are asked for.
enum class SensorChoice { automatic, perf, powercap, hwmon, psys, acpi, battery, estimate };

} // namespace joules
