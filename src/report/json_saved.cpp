// SPDX-License-Identifier: Apache-2.0
#include "joules/decimal.hpp"
#include "joules/report/saved.hpp"

#include "report/json_reading.hpp"

namespace joules {

namespace {

using Json = nlohmann::json;

/// Joules, watts or seconds: no run has more, nor less than none.
constexpr double most_of_anything = 1e15;

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

/// "energy_tree_joules of 1e+308": what no run can have used; empty: all can be.
std::string nonsense_in(const Figures& run) {
  for (const Metric metric : all_metrics)
    if (run[metric] && !(*run[metric] >= 0 && *run[metric] <= most_of_anything))
      return std::string(key_of(metric)) + " of " + scientific(*run[metric]);
  return "";
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
      baseline.argv = words_of(command, "argv");
      const Json& runs = part(command, "runs");
      if (runs.is_array())
        for (const Json& run : runs) {
          baseline.series.runs.push_back(figures_of_run(run));
          const std::string nonsense = nonsense_in(baseline.series.runs.back());
          if (!nonsense.empty()) return Unreadable{"holds a run with " + nonsense};
        }
      if (!baseline.series.runs.empty()) baselines.push_back(std::move(baseline));
    }
  if (baselines.empty()) return Unreadable{"holds no complete run"};
  return baselines;
}

} // namespace joules
