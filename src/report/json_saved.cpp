// SPDX-License-Identifier: Apache-2.0
#include "joules/report/saved.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <optional>

namespace joules {

namespace {

using Json = nlohmann::json;

/// nullptr: there is no such key, or `json` is no object.
const Json* find(const Json& json, std::string_view key) {
  if (!json.is_object()) return nullptr;
  const auto found = json.find(key);
  return found == json.end() ? nullptr : &*found;
}

std::string text_of(const Json& json, std::string_view key) {
  const Json* value = find(json, key);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

std::optional<double> number_of(const Json& json, std::string_view key) {
  const Json* value = find(json, key);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  const double number = value->get<double>();
  return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

const Json& part(const Json& json, std::string_view key) {
  static const Json nothing;
  const Json* value = find(json, key);
  return value == nullptr ? nothing : *value;
}

Figures figures_of_run(const Json& run) {
  Figures figures;
  for (const Metric metric : all_metrics) figures[metric] = number_of(run, key_of(metric));
  const Json& at_least = part(run, "energy_is_lower_bound");
  figures.at_least = at_least.is_boolean() && at_least.get<bool>();
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
  if (number_of(document, "schema_version") != 1)
    return Unreadable{"is no report of joules with schema version 1"};
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
