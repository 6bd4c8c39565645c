// SPDX-License-Identifier: Apache-2.0
// Statistics and verdicts, in JSON.
#pragma once

#include "joules/statistics.hpp"
#include "report/json/json.hpp"

#include <string>
#include <vector>

namespace joules {

Json plan_json(const Experiment& experiment, const std::optional<Precision>& precision);
Json summary_json(const MetricSummaries& summaries);
/// `commands`: the name of each.
Json comparisons_json(const std::vector<std::string>& commands, const Analysis& analysis);
Json gates_json(const std::vector<GateResult>& gates);

} // namespace joules
