// SPDX-License-Identifier: Apache-2.0
// The formats of services that keep the history of benchmarks: github-action-benchmark, Bencher.
#include "report/export/exports.hpp"
#include "report/json/json.hpp"
#include "report/number.hpp"
#include "report/text/phrases.hpp"

#include <nlohmann/json.hpp>

namespace joules {

namespace {

std::string written(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string how(const Run& run, std::size_t runs) {
  return counted(runs, "run") + ", " +
         (run.account.estimated
              ? "estimated"
              : "measured by " + std::string(name_of(run.recording.method.source.sensor)));
}

} // namespace

std::string gab_export(const Experiment& experiment, const Analysis& analysis) {
  const std::vector<Series> runs = series_of(experiment, analysis.scope);
  Json json = Json::array();
  for (std::size_t i = 0; i < experiment.commands.size(); ++i)
    for (const Metric metric : all_metrics) {
      const auto& summary = analysis.summaries[i][static_cast<std::size_t>(metric)];
      if (!summary) continue;
      Json entry = {
          {"name", display_name(experiment.commands[i]) + ": " + label_in(metric, analysis.scope)},
          {"unit", unit_of(metric)}, // never scaled: the action compares bare numbers
          {"value", summary->mean}};
      if (summary->interval)
        entry["range"] = "\u00b1 " + rounded(summary->interval->high - summary->mean, 3);
      entry["extra"] = how(*any_run(experiment), summary->n) +
                       (is_lower_bound(runs[i], metric) ? ", lower bound" : "");
      json.push_back(entry);
    }
  return written(json);
}

std::string bmf_export(const Experiment& experiment, const Analysis& analysis) {
  Json json = Json::object();
  for (std::size_t i = 0; i < experiment.commands.size(); ++i) {
    Json measures = Json::object();
    for (const Metric metric : all_metrics) {
      const auto& summary = analysis.summaries[i][static_cast<std::size_t>(metric)];
      if (!summary) continue;
      Json measure = {{"value", summary->mean}};
      if (summary->interval) {
        measure["lower_value"] = summary->interval->low;
        measure["upper_value"] = summary->interval->high;
      }
      measures[std::string(key_of(metric))] = measure;
    }
    json[display_name(experiment.commands[i])] = measures;
  }
  return written(json);
}

} // namespace joules
