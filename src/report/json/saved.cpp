// SPDX-License-Identifier: Apache-2.0
#include "report/json/saved.hpp"

#include "joules/decimal.hpp"
#include "report/json/reading.hpp"
#include "report/json/report_reader.hpp"

#include <utility>

namespace joules {

namespace {

using Json = nlohmann::json;

/// Joules, watts or seconds: no run has more, nor less than none.
constexpr double most_of_anything = 1e15;

MetricValues figures_of_run(const Json& run) {
  MetricValues figures;
  for (const Metric metric : all_metrics) figures[metric] = number_of(run, key_of(metric));
  const auto wall = figures[Metric::wall];
  const auto put = [&](std::string_view key, Metric energy, Metric power) {
    const auto half_width = number_of(run, key);
    figures.half_widths[static_cast<std::size_t>(energy)] = half_width;
    if (half_width && wall && *wall > 0)
      figures.half_widths[static_cast<std::size_t>(power)] = *half_width / *wall;
  };
  put("energy_tree_uncertainty_joules", Metric::energy_tree, Metric::power_tree);
  put("energy_host_uncertainty_joules", Metric::energy_host, Metric::power_host);
  figures.at_least =
      is_true(run, "energy_is_lower_bound") || is_true(run, "energy_tree_is_lower_bound");
  return figures;
}

void add_origin(const Json& document, const std::string& file, Baseline& baseline) {
  const Json& method = part(document, "method");
  const Json& host = part(document, "host");
  baseline.file = file;
  baseline.sensor = text_of(method, "sensor");
  baseline.quality = text_of(method, "quality");
  baseline.policy = text_of(method, "policy");
  baseline.cpu_model = text_of(host, "cpu_model");
  baseline.kernel = text_of(host, "kernel");
  baseline.governor = text_of(host, "governor");
}

/// "energy_tree_joules of 1e+308": what no run can have used; empty: all can be.
std::string nonsense_in(const MetricValues& run) {
  for (const Metric metric : all_metrics)
    if (run[metric] && !(*run[metric] >= 0 && *run[metric] <= most_of_anything))
      return std::string(key_of(metric)) + " of " + scientific(*run[metric]);
  return "";
}

} // namespace

std::variant<std::vector<Baseline>, Unreadable> read_saved(std::string_view text,
                                                           const std::string& file) {
  std::vector<Baseline> baselines;
  std::vector<MetricValues> runs; // of the command that is read
  std::string nonsense;
  const ReportVisitor visitor{.run =
                                  [&](const Json& run, bool failed) {
                                    if (failed) return;
                                    runs.push_back(figures_of_run(run));
                                    if (nonsense.empty()) nonsense = nonsense_in(runs.back());
                                  },
                              .command =
                                  [&](const Json& command) {
                                    if (runs.empty()) return;
                                    Baseline& baseline = baselines.emplace_back();
                                    baseline.series.name = text_of(command, "name");
                                    baseline.argv = words_of(command, "argv");
                                    baseline.first_word_only =
                                        is_true(command, "argv_first_word_only");
                                    baseline.series.runs = std::exchange(runs, {});
                                  }};
  const auto read = read_report(text, visitor);
  if (const auto* refused = std::get_if<Unreadable>(&read)) return *refused;
  const Json& document = std::get<Json>(read);
  if (document.is_discarded()) return Unreadable{"is not one JSON document"};
  if (!is_report(document)) return Unreadable{"is no report of joules with schema version 1"};
  if (!nonsense.empty()) return Unreadable{"holds a run with " + nonsense};
  if (baselines.empty()) return Unreadable{"holds no complete run"};
  for (Baseline& baseline : baselines) add_origin(document, file, baseline);
  return baselines;
}

} // namespace joules
