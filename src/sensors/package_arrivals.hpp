// SPDX-License-Identifier: Apache-2.0
// Packages that come on line while the command runs. The kernel adds a zone with a package's first
// CPU, and takes it away with the last (drivers/powercap/intel_rapl_msr.c).
#pragma once

#include "sensors/open_source.hpp"
#include "sensors/powercap.hpp"

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace joules {

/// The ids and names of all zones of a listing.
std::set<std::string> known_by(const ZoneListing& listing);

/// The ids of top-level package zones that are in `root` now, and are not known by number, nor by
/// name: one that comes back may have another number.
std::vector<std::string> arrived_packages(const std::filesystem::path& root,
                                          const std::set<std::string>& known);

/// Tells of such packages, and counts none of them.
FindArrivals watch_for_packages(std::filesystem::path root, std::set<std::string> known);

} // namespace joules
