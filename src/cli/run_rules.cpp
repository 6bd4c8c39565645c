// SPDX-License-Identifier: Apache-2.0
#include "cli/run_rules.hpp"

#include "joules/result.hpp"

#include <algorithm>
#include <iterator>

namespace joules {

namespace {

/// Whether anything that is written has the processes of each run.
bool tells_processes(const ReportSettings& report, const OutputSettings& output) {
  constexpr ExportKind telling[] = {ExportKind::json, ExportKind::html, ExportKind::trace};
  return report.kind == ReportKind::json || output.recording.is_named() ||
         std::ranges::any_of(output.exports, [&](const ExportRequest& one) {
           return std::ranges::find(telling, one.kind) != std::end(telling);
         });
}

} // namespace

void require_answerable(const GateSettings& gates, const ReportSettings& report,
                        const OutputSettings& output, const RunsAsked& runs) {
  const bool compared = runs.commands > 1;
  if (compared && report.kind == ReportKind::format)
    throw Failure("--compare and --format exclude each other");
  if (compared && gates.baseline) throw Failure("--compare excludes --baseline");
  if (gates.max_regression && !gates.baseline && !compared)
    throw Failure("--max-regression: needs --baseline FILE, --compare or --diff");
  // Beside a saved series one new run has bounds.
  if (gates.rule == GateRule::confident && runs.of_each < 2 && !gates.baseline)
    throw Failure("--gate confident: needs at least two runs (-r 10)");
  if (report.style.by_process && (compared || runs.of_each > 1) && !tells_processes(report, output))
    throw Failure("--by-process: of several runs only --json, --record, and --export json, html or "
                  "trace have it");
}

} // namespace joules
