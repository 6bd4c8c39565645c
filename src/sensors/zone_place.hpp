// SPDX-License-Identifier: Apache-2.0
// Where a RAPL zone is now. Its number is the order of registration, which may be another one when
// its driver was loaded anew: a zone is known by its name, and by that of the zone around it.
#pragma once

#include "sensors/energy_file.hpp"
#include "sensors/powercap.hpp"

namespace joules {

/// Finds the energy_uj of `zone`, one of `listing`. Lists the class only where the zone is no
/// longer where it was.
LocateFile locate_zone(const Zone& zone, const ZoneListing& listing);

} // namespace joules
