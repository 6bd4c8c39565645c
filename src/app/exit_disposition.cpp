// SPDX-License-Identifier: Apache-2.0
#include "app/exit_disposition.hpp"

#include <cerrno>

namespace joules {

namespace {
constexpr int inconclusive_status = 121;
} // namespace

ExitDisposition disposition_of(const Experiment& experiment, const Analysis& analysis,
                               const GateSettings& gates, bool report_written) {
  const ExitDisposition& outcome = experiment.outcome;
  const bool failed = outcome.signal || outcome.status != 0;
  if (failed && !experiment.replayed) return outcome; // --replay only tells of it
  if (analysis.any(GateVerdict::fail)) return {gates.exit_code, std::nullopt};
  if (gates.must_measure() && analysis.any_unmeasured()) return own_failure;
  if (gates.strict && analysis.any(GateVerdict::inconclusive))
    return {inconclusive_status, std::nullopt};
  return report_written ? ExitDisposition{} : own_failure;
}

int status_of_failed_exec(int error_number) {
  return error_number == ENOENT ? 127 : 126;
}

} // namespace joules
