// SPDX-License-Identifier: Apache-2.0
#include "app/diff.hpp"

#include "app/answer.hpp"
#include "app/exit_disposition.hpp"
#include "app/messages.hpp"
#include "app/saved_files.hpp"
#include "joules/report.hpp"

namespace joules {

ExitDisposition diff(const Diff& request) {
  const Baseline before =
      read_baseline("--diff", request.before, request.name, request.gates.scope);
  const Baseline after = read_baseline("--diff", request.after, request.name, request.gates.scope);
  require_comparable("--diff", before, after.origin.by);
  const Analysis analysis = analyse_saved(before, after, request.gates);
  Answer answer(request.output, request.report, {request.before, request.after});
  const auto json = answer.json();
  const bool written =
      answer.write(json ? difference_json(before, after, analysis, *json)
                        : difference_report(before, after, analysis, answer.style()));
  if (answer.is_elsewhere())
    announce_verdicts(analysis, before.origin.by.quality == Quality::estimated);
  return disposition_of({}, analysis, request.gates, written);
}

} // namespace joules
