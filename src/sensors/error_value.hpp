// SPDX-License-Identifier: Apache-2.0
// Numbers by which firmware and drivers say that they have no reading. They are no power and no
// energy, however often they are shown.
//
// ACPI 6.0, 10.4.3: a power meter that has no measurement returns "an Integer with all bits set";
// 10.2.2.6: so does a battery of its present rate. Drivers pass that on in their own unit, as
// acpi_power_meter does in milliwatts x 1000 (lm-sensors/lm-sensors#460: 4294967295000). The
// largest and the smallest signed number of 32 bits, and -1, are met for the same reason.
#pragma once

#include <cstdint>

namespace joules {

/// All ones, the largest and the smallest signed number, of 32 and of 64 bits, and all ones of 16
/// bits where it was scaled: as they are, or out of thousandths or wholes of the file's unit. A
/// sensor that happens to show one of them loses that one reading, which the next one bridges.
bool is_error_value(std::uint64_t number);

/// The same of a file with a sign: -1 of any of these units, and what is one without its sign.
bool is_error_value(std::int64_t number);

} // namespace joules
