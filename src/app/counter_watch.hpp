// SPDX-License-Identifier: Apache-2.0
// A watch over the counters while nothing is measured: --doctor must not call usable what a run
// would not believe.
#pragma once

#include "joules/sensors.hpp"

#include <vector>

namespace joules {

/// Reads the counters of all usable sources for 0.3 s, and leaves out those that show what they
/// cannot, by the rules that a run goes by (attribution/plausibility). A source that lost more than
/// memory by it is not usable.
void leave_out_implausible(std::vector<OpenSource>& sources);

} // namespace joules
