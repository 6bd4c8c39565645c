// SPDX-License-Identifier: Apache-2.0
// Statistics and verdicts, in JSON.
#pragma once

#include "joules/statistics.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace joules {

nlohmann::ordered_json plan_json(const Experiment& experiment,
                                 const std::optional<Precision>& precision);
nlohmann::ordered_json summary_json(const MetricSummaries& summaries);
/// `commands`: the name of each.
nlohmann::ordered_json comparisons_json(const std::vector<std::string>& commands,
                                        const Analysis& analysis);
nlohmann::ordered_json gates_json(const std::vector<GateResult>& gates);

} // namespace joules
