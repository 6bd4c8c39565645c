// SPDX-License-Identifier: Apache-2.0
// One register that several counters show. Hypervisors give each virtual socket a zone, and behind
// all of them the register of whichever socket the guest runs on (hubblo-org/scaphandre#134,
// prometheus/node_exporter#1808: 16 zones, one register); Linux 6.9 to 6.11 gave each die of an AMD
// package a zone of the package's counter (commit 26096aed255f). Added up, they are many times the
// truth.
#pragma once

#include "sensors/open_source.hpp"
#include "sensors/power_integrator.hpp"

#include <functional>

namespace joules {

/// How the search passes its time.
struct SearchClock {
  ReadClock now = monotonic_now;
  std::function<void(Nanoseconds)> wait;
};
/// The system's.
SearchClock real_search_clock();

/// Leaves out what shows the register of a counter before it. Counters of one kind, memory or not,
/// whose readings were alike when they were found are suspects, and nothing but them is read. A
/// suspect is read between two readings of the other: had both one register, it would lie between
/// them, so one that does not is another counter. Both are one register once they were equal at 20
/// values while it stood still. One value proves nothing, however long it is shown.
///
/// Counters that begin when they are opened are alike in how they move; they are suspects in a
/// guest, and where they are of one package.
///
/// Takes 40 ms at most, enough for a counter that moves every millisecond, and no time without a
/// suspect. What is neither proved nor refuted by then is left out in a guest. On bare metal, where
/// every zone has a register of its own, it counts, and what stands still is given up after 3 ms; a
/// run may still show that it is one (attribution/one_register). A power is no counter: two that
/// are equal say nothing.
void leave_out_mirrors(OpenSource& source, bool guest,
                       const SearchClock& search_clock = real_search_clock());

} // namespace joules
