// SPDX-License-Identifier: Apache-2.0
#include "cli/run_rules.hpp"

#include "joules/result.hpp"

namespace joules {

void require_answerable(const GateSettings& gates, const ReportSettings& report,
                        const RunsAsked& runs) {
  const bool compared = runs.commands > 1;
  if (compared && report.kind == ReportKind::format)
    throw Failure("--compare and --format exclude each other");
  if (compared && gates.baseline) throw Failure("--compare excludes --baseline");
  if (gates.max_regression && !gates.baseline && !compared)
    throw Failure("--max-regression: needs --baseline FILE, --compare or --diff");
  // Beside a saved series one new run has bounds.
  if (gates.rule == GateRule::confident && runs.of_each < 2 && !gates.baseline)
    throw Failure("--gate confident: needs at least two runs (-r 10)");
  if (report.style.by_process && report.kind == ReportKind::text && (compared || runs.of_each > 1))
    throw Failure("--by-process: of several runs only --json has it");
}

} // namespace joules
