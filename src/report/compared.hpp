// SPDX-License-Identifier: Apache-2.0
// The report of several commands beside one another, for people.
#pragma once

#include "joules/report/text.hpp"
#include "joules/statistics/findings.hpp"

#include <string>

namespace joules {

/// REQUIRES: two commands or more; the first has a complete run.
std::string compared_report(const Experiment& experiment, const Findings& findings,
                            const TextStyle& style);

} // namespace joules
