// SPDX-License-Identifier: Apache-2.0
// Packages that come on line while the command runs. The kernel adds a zone with a package's first
// CPU, and takes it away with the last (drivers/powercap/intel_rapl_msr.c).
#pragma once

#include "sensors/open_source.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace joules {

/// Opens the counters of the packages whose zones have these ids, and of their memory.
using OpenPackages = std::function<std::vector<Arrival>(const std::filesystem::path& root,
                                                        const std::vector<std::string>& ids)>;

/// Watches for package zones in `root` whose names are not `known`: a zone's number says nothing,
/// because another one may have it after its driver was loaded anew.
std::unique_ptr<ArrivalWatch> watch_for_packages(std::filesystem::path root,
                                                 std::set<std::string> known, OpenPackages open);

/// The same where another sensor measures: none of them is counted.
std::unique_ptr<ArrivalWatch> watch_for_packages(std::filesystem::path root,
                                                 std::set<std::string> known);

} // namespace joules
