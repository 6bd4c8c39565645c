// SPDX-License-Identifier: Apache-2.0
// How we leave: as the command did, unless a gate failed or something of ours went wrong.
#pragma once

#include "cli/request.hpp"
#include "joules/runs.hpp"
#include "statistics/analysis.hpp"

namespace joules {

using Leave = Outcome;

/// The command's own failure wins over all; then a gate that failed; then a gate without a
/// measurement (125); then, with --strict, one that is inconclusive (121); then a report that was
/// not written (125).
Leave leave_after(const Experiment& experiment, const Analysis& analysis, const GateRequest& gates,
                  bool report_written);

/// 127 when the command was not found, 126 when it was found and could not run: env(1).
int status_of_failed_exec(int error_number);

} // namespace joules
