// SPDX-License-Identifier: Apache-2.0
// A file that shows microjoules, of powercap or hwmon.
#pragma once

#include "joules/sensors/energy_counter.hpp"

#include <memory>

namespace joules {

/// Opens the file of `domain`, which stays open.
Result<std::unique_ptr<EnergyCounter>> open_energy_file(const Domain& domain);

} // namespace joules
