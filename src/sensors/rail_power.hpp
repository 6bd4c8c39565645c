// SPDX-License-Identifier: Apache-2.0
// The power of a rail whose monitor shows volts and amperes alone, as ina3221 does: its driver has
// neither a power nor a label of one (Documentation/hwmon/ina3221.rst of the Linux kernel).
#pragma once

#include "joules/result.hpp"
#include "sensors/power_integrator.hpp"

#include <filesystem>

namespace joules {

/// Microwatts now: millivolts of one file x milliamperes of the other. A current that flows back,
/// or is noise around none, is none.
Result<double> read_rail(const std::filesystem::path& milliamperes,
                         const std::filesystem::path& millivolts);

/// Holds both files open.
Result<ReadPower> open_rail(const std::filesystem::path& milliamperes,
                            const std::filesystem::path& millivolts);

} // namespace joules
