// SPDX-License-Identifier: Apache-2.0
// The whole report for people: of one run, or of several.
#pragma once

#include "joules/statistics.hpp"
#include "report/text/text.hpp"

#include <string>

namespace joules {

/// The whole text report: of one run text_report(), of several a table of means; then verdicts.
/// Ends with a newline. REQUIRES: any_run(experiment).
std::string experiment_report(const Experiment& experiment, const Analysis& analysis,
                              const TextStyle& style);

} // namespace joules
