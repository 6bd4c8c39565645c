// SPDX-License-Identifier: Apache-2.0
// The exit disposition: the command's, unless a gate failed or something of joules went wrong.
#pragma once

#include "joules/runs.hpp"
#include "joules/statistics.hpp"
#include "statistics/settings.hpp"

namespace joules {

/// A failure of joules itself.
inline constexpr ExitDisposition own_failure{125, std::nullopt};

/// The command's own failure wins over all; then a gate that failed; then a gate without a
/// measurement (125); then, with --strict, one that is inconclusive (121); then a report that was
/// not written (125).
ExitDisposition disposition_of(const Experiment& experiment, const Analysis& analysis,
                               const GateSettings& gates, bool report_written);

/// 127 when the command was not found, 126 when it was found and could not run: env(1).
int status_of_failed_exec(int error_number);

} // namespace joules
