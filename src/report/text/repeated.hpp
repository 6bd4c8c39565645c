// SPDX-License-Identifier: Apache-2.0
// The report of several runs for people, and the verdicts of gates.
#pragma once

#include "joules/statistics.hpp"
#include "report/json/report.hpp"
#include "report/text/text.hpp"

#include <string>

namespace joules {

/// The whole text report: of one run text_report(), of several a table of means; then verdicts.
/// Ends with a newline. REQUIRES: any_run(experiment).
std::string experiment_report(const Experiment& experiment, const Analysis& analysis,
                              const TextStyle& style);

/// Two saved reports: what --diff says. Ends with a newline.
std::string difference_report(const Baseline& reference, const Baseline& candidate,
                              const Analysis& analysis, const TextStyle& style);

/// The same in JSON: diff-1.schema.json. Ends with a newline.
std::string difference_json(const Baseline& reference, const Baseline& candidate,
                            const Analysis& analysis, JsonLayout layout);

/// "joules: FAIL   energy budget 12 J exceeded: 12.41 J (+3.4 %), 95 % bounds 12.33 to 12.49 J, 10
/// runs". ASCII words first, so that colour is never needed.
std::string verdict_line(const GateResult& gate, bool estimated);

/// "joules: waiting for 4711 python3, which outlived the command; Ctrl-C ends the wait". Ends with
/// a newline.
std::string waiting_line(const std::vector<RemainingProcess>& remaining);

/// "run 3 of 10, mean so far 12.4 J, about 20 s left"
std::string progress_line(const Experiment& so_far, bool warmup, int index);

} // namespace joules
