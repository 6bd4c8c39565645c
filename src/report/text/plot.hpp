// SPDX-License-Identifier: Apache-2.0
// --plot: pictures below the report, of at most 12 lines: power over the time of one run, a strip
// of repeated runs, or the intervals of a comparison around no change.
#pragma once

#include "joules/statistics.hpp"
#include "report/settings.hpp"

#include <string>

namespace joules {

/// Empty: there is nothing to draw, as of one run whose power is not known. Else each line ends
/// with a newline, and is at most as wide as the style. REQUIRES: any_run(experiment).
std::string plot(const Experiment& experiment, const Analysis& analysis, const TextStyle& style);

} // namespace joules
