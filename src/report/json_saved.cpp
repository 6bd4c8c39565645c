// SPDX-License-Identifier: Apache-2.0
#include "joules/report/saved.hpp"

#include "report/json_reading.hpp"

namespace joules {

namespace {

using Json = nlohmann::json;

Figures figures_of_run(const Json& run) {
  Figures figures;
  for (const Metric metric : all_metrics) figures[metric] = number_of(run, key_of(metric));
  figures.at_least =
      is_true(run, "energy_is_lower_bound") || is_true(run, "energy_tree_is_lower_bound");
  return figures;
}

Baseline without_runs(const Json& document, const std::string& file) {
  const Json& method = part(document, "method");
  const Json& host = part(document, "host");
  Baseline baseline;
  baseline.file = file;
  baseline.sensor = text_of(method, "sensor");
  baseline.quality = text_of(method, "quality");
  baseline.policy = text_of(method, "policy");
  baseline.cpu_model = text_of(host, "cpu_model");
  baseline.kernel = text_of(host, "kernel");
  baseline.governor = text_of(host, "governor");
  return baseline;
}

} // namespace

std::variant<std::vector<Baseline>, Unreadable> read_saved(std::string_view text,
                                                           const std::string& file) {
  const Json document = Json::parse(text, nullptr, false);
  if (document.is_discarded()) return Unreadable{"is not one JSON document"};
  if (!is_report(document)) return Unreadable{"is no report of joules with schema version 1"};
  const Json& commands = part(document, "commands");
  std::vector<Baseline> baselines;
  if (commands.is_array())
    for (const Json& command : commands) {
      Baseline baseline = without_runs(document, file);
      baseline.series.name = text_of(command, "name");
      const Json& runs = part(command, "runs");
      if (runs.is_array())
        for (const Json& run : runs) baseline.series.runs.push_back(figures_of_run(run));
      if (!baseline.series.runs.empty()) baselines.push_back(std::move(baseline));
    }
  if (baselines.empty()) return Unreadable{"holds no complete run"};
  return baselines;
}

} // namespace joules
