// SPDX-License-Identifier: Apache-2.0
// Where an input of a chip of the hwmon class is now. The chip gets the next free number when its
// driver is loaded anew: it is known by the device that it belongs to, and by its name.
#pragma once

#include "sensors/energy_file.hpp"

namespace joules {

/// `path` is the file of an input below a chip of the class: ".../hwmon3/energy1_input", or
/// ".../hwmon3/device/power1_average".
LocateFile locate_input(const std::filesystem::path& path);

} // namespace joules
