// SPDX-License-Identifier: Apache-2.0
#include "report/json_findings.hpp"

#include <nlohmann/json.hpp>

namespace joules {

namespace {

using Json = nlohmann::ordered_json;

Json statistic_json(const Summary& summary) {
  Json json = {{"n", summary.n}, {"mean", summary.mean}};
  json["ci_low"] = summary.interval ? Json(summary.interval->low) : Json(nullptr);
  json["ci_high"] = summary.interval ? Json(summary.interval->high) : Json(nullptr);
  json["stddev"] = summary.stddev ? Json(*summary.stddev) : Json(nullptr);
  json["median"] = summary.median;
  json["min"] = summary.min;
  json["max"] = summary.max;
  return json;
}

Json gate_json(const GateFinding& finding) {
  Json json = {{"kind", name_of(finding.gate.kind)},
               {"metric", key_of(finding.gate.metric)},
               {"limit", finding.gate.limit},
               {"value", finding.value ? Json(*finding.value) : Json(nullptr)}};
  if (finding.bounds) {
    json["bound_low"] = finding.bounds->low;
    json["bound_high"] = finding.bounds->high;
  }
  json["verdict"] = name_of(finding.verdict);
  json["rule"] = name_of(finding.rule);
  json["n"] = finding.n;
  if (!finding.reason.empty()) json["reason"] = finding.reason;
  return json;
}

} // namespace

Json plan_json(const Experiment& experiment) {
  Json json = {{"runs", experiment.runs}, {"warmups", experiment.warmups}};
  if (!experiment.stopped_because.empty()) json["stopped_because"] = experiment.stopped_because;
  return json;
}

Json summary_json(const MetricSummaries& summaries) {
  Json json = Json::object();
  for (const Metric metric : all_metrics)
    if (const auto& summary = summaries[static_cast<std::size_t>(metric)])
      json[std::string(key_of(metric))] = statistic_json(*summary);
  return json;
}

Json gates_json(const std::vector<GateFinding>& gates) {
  Json json = Json::array();
  for (const GateFinding& gate : gates) json.push_back(gate_json(gate));
  return json;
}

} // namespace joules
