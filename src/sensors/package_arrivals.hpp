// SPDX-License-Identifier: Apache-2.0
// Packages that come on line while the command runs. The kernel adds a zone with a package's first
// CPU, and takes it away with the last (drivers/powercap/intel_rapl_msr.c).
#pragma once

#include "sensors/open_source.hpp"
#include "sensors/powercap.hpp"

#include <filesystem>
#include <set>
#include <string>

namespace joules {

/// Top-level package zones that are in `root` now, and were not there by number, nor by name: one
/// that comes back may have another number.
FindArrivals watch_for_packages(std::filesystem::path root, std::set<std::string> known);
FindArrivals watch_for_packages(const ZoneListing& listing);

} // namespace joules
