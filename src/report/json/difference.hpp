// SPDX-License-Identifier: Apache-2.0
// The answer of --diff in JSON: diff-1.schema.json.
#pragma once

#include "joules/statistics.hpp"
#include "report/json/report.hpp"

#include <string>

namespace joules {

/// Ends with a newline.
std::string difference_json(const Baseline& reference, const Baseline& candidate,
                            const Analysis& analysis, JsonLayout layout);

} // namespace joules
