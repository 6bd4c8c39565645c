// SPDX-License-Identifier: Apache-2.0
#include "cli/exit_code.hpp"

#include <cerrno>

namespace joules {

namespace {
constexpr int inconclusive_status = 121;
} // namespace

Leave leave_after(const Experiment& experiment, const Analysis& analysis, const GateRequest& gates,
                  bool report_written) {
  const Outcome& outcome = experiment.outcome;
  if (outcome.signal || outcome.status != 0) return outcome;
  if (analysis.any(GateVerdict::fail)) return {gates.exit_code, std::nullopt};
  for (const GateResult& gate : analysis.gates)
    if (!gate.measured && gates.on_unavailable == OnUnavailable::fail) return {125, std::nullopt};
  if (gates.strict && analysis.any(GateVerdict::inconclusive))
    return {inconclusive_status, std::nullopt};
  return {report_written ? 0 : 125, std::nullopt};
}

int status_of_failed_exec(int error_number) {
  return error_number == ENOENT ? 127 : 126;
}

} // namespace joules
