// SPDX-License-Identifier: Apache-2.0
// Finds readings that no counter can have counted. A number that cannot be right is not known, and
// is no lower bound either.
//
// Counters with the wrong unit are met in the wild: 4.5 kW from a tablet (amanusk/s-tui#29), 200 W
// of memory beside 6 W on an idle Xeon 6767P (icl-utk-edu/papi pull request 635).
#pragma once

#include "attribution/counter_delta.hpp"
#include "joules/recording.hpp"

#include <string>
#include <vector>

namespace joules {

/// For each counter why what it showed is not believed, as a predicate: "shows 200 W, more than
/// memory can use"; empty: it is believed. `length`: of the time between the first and the last
/// reading.
///
/// A counter is not believed that showed more than Counter::largest_power again and again. Of
/// memory, more than four times what the packages show is not believed, nor more than 150 W beside
/// packages that draw less than 100 W, nor more than 150 W and 15 times what another memory of the
/// same machine shows. What was seen to move less than 10 times in less than a second is too coarse
/// to be held against memory.
std::vector<std::string> doubts_about(const std::vector<CounterHistory>& counters, Seconds length);

} // namespace joules
