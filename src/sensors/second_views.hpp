// SPDX-License-Identifier: Apache-2.0
// Counters that show a second time what a source measures, or a part of it. They are read at the
// two ends of a run, and only those are opened that nobody has to look for.
#pragma once

#include "sensors/open_source.hpp"
#include "sensors/powercap.hpp"

#include <filesystem>

namespace joules {

/// powercap's package zones beside perf's packages, and what comes to them: `root` is the class. A
/// zone that cannot be opened is passed over.
void add_powercap_views(const std::filesystem::path& root, OpenSource& perf);

/// intel-rapl-mmio shows package 0 through a register of its own.
void add_mmio_views(const std::vector<Zone>& zones, OpenSource& powercap);

/// The packages, which the platform contains.
void add_contained_packages(const std::vector<Zone>& zones, OpenSource& psys);

} // namespace joules
