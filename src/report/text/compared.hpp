// SPDX-License-Identifier: Apache-2.0
// Commands beside one another, or saved reports, for people.
#pragma once

#include "joules/statistics.hpp"
#include "report/text/rows.hpp"
#include "report/text/text.hpp"

#include <string>

namespace joules {

/// REQUIRES: two commands or more; the first has a complete run.
std::string compared_report(const Experiment& experiment, const Analysis& analysis,
                            const TextStyle& style);

/// Two saved reports: what --diff says. Ends with a newline.
std::string difference_report(const Baseline& reference, const Baseline& candidate,
                              const Analysis& analysis, const TextStyle& style);

/// "against old.json    energy, process tree +2.1 % (-0.3 to +4.6), p=0.083, 10 runs then, 10 now"
void baseline_rows(const Analysis& analysis, RowWriter& rows);

} // namespace joules
