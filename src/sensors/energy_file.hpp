// SPDX-License-Identifier: Apache-2.0
// A file that shows microjoules, of powercap or hwmon.
#pragma once

#include "sensors/energy_counter.hpp"

#include <filesystem>
#include <functional>
#include <memory>

namespace joules {

/// Where a sensor's file is now; empty: nowhere.
using LocateFile = std::function<std::filesystem::path()>;

/// Opens the file of `counter`, which stays open. When it is gone, as while its driver is loaded
/// anew, it is opened again where `locate` finds it, or else where it was.
Result<std::unique_ptr<EnergyCounter>> open_energy_file(const Counter& counter,
                                                        LocateFile locate = {});

} // namespace joules
