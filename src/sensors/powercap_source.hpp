// SPDX-License-Identifier: Apache-2.0
// RAPL's zones as two sources: the packages with their memory, or the whole platform.
#pragma once

#include "joules/host.hpp"
#include "sensors/open_source.hpp"
#include "sensors/powercap.hpp"
#include "sensors/rapl_absence.hpp"

namespace joules {

/// The packages and their memory. `cpus`: the machine's logical ones; 0: not known to be of the
/// machine whose zones these are. `absence`: what to say where there is no zone.
OpenSource powercap_source(const ZoneListing& listing, const CpuIdentity& cpu, std::size_t cpus,
                           const RaplAbsence& absence);

/// psys: what the manufacturer has wired to it, up to the whole machine.
OpenSource psys_source(const ZoneListing& listing);

} // namespace joules
