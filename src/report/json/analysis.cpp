// SPDX-License-Identifier: Apache-2.0
#include "report/json/analysis.hpp"

#include "report/json/document.hpp"
#include "report/json/json.hpp"

#include <cmath>

namespace joules {

namespace {

Json statistic_json(const Summary& summary) {
  Json json = {{"n", summary.n}, {"mean", summary.mean}};
  if (summary.effective_n < static_cast<double>(summary.n))
    json["effective_n"] = summary.effective_n;
  json["ci_low"] = summary.interval ? Json(summary.interval->low) : Json(nullptr);
  json["ci_high"] = summary.interval ? Json(summary.interval->high) : Json(nullptr);
  json["stddev"] = summary.stddev ? Json(*summary.stddev) : Json(nullptr);
  json["median"] = summary.median;
  json["min"] = summary.min;
  json["max"] = summary.max;
  return json;
}

std::string difference_key(Metric metric) {
  const std::string_view key = key_of(metric);
  return "difference" + std::string(key.substr(key.find_last_of('_')));
}

Json comparison_json(const std::vector<std::string>& commands, const std::string& baseline,
                     const MetricComparison& comparison) {
  const Comparison& result = comparison.result ? *comparison.result : Comparison();
  const bool known = comparison.result.has_value();
  Json json = {{"reference", baseline.empty() ? commands.front() : baseline},
               {"candidate", commands[comparison.candidate]},
               {"metric", key_of(comparison.metric)},
               {"n_pairs", result.paired ? result.n_reference : 0}};
  if (!result.paired) {
    json["n_reference"] = result.n_reference;
    json["n_candidate"] = result.n_candidate;
  }
  json[difference_key(comparison.metric)] =
      known ? Json(result.candidate - result.reference) : Json(nullptr);
  if (result.by_difference) json["by_difference"] = true;
  json["ratio"] = known ? or_null(result.ratio) : Json(nullptr);
  json["ratio_ci_low"] = result.interval ? Json(result.interval->low) : Json(nullptr);
  json["ratio_ci_high"] = result.interval ? Json(result.interval->high) : Json(nullptr);
  json["confidence_level"] = result.level;
  json["p_value"] = or_null(result.p_value);
  json["test"] = result.test.empty() ? "none" : result.test;
  if (result.rank_p_value) json["wilcoxon_p_value"] = *result.rank_p_value;
  json["verdict"] = name_of(result.verdict);
  if (comparison.at_least) json["is_lower_bound"] = true;
  if (!known) json["unavailable_reason"] = "not known in one of the runs";
  if (known && !result.ratio) json["unavailable_reason"] = "the reference used 0";
  return json;
}

Json gate_json(const GateResult& finding) {
  Json json = {{"kind", name_of(finding.gate.kind)},
               {"metric", key_of(finding.gate.metric)},
               {"limit", finding.gate.limit},
               {"value", finding.value ? Json(*finding.value) : Json(nullptr)}};
  if (finding.gate.scope.is_part()) json["scope"] = text_of(finding.gate.scope);
  if (finding.gate.metric == Metric::energy_each) json["unit"] = finding.gate.scope.unit;
  if (!finding.command.empty()) json["command"] = finding.command;
  if (finding.bounds) {
    json["bound_low"] = finding.bounds->low;
    // A reference that may have used nothing leaves no bound above.
    if (std::isfinite(finding.bounds->high)) json["bound_high"] = finding.bounds->high;
  }
  json["verdict"] = name_of(finding.verdict);
  json["rule"] = name_of(finding.rule);
  json["n"] = finding.n;
  if (finding.runs_to_decide) json["runs_to_decide"] = *finding.runs_to_decide;
  if (!finding.reason.empty()) json["reason"] = finding.reason;
  return json;
}

} // namespace

Json plan_json(const Experiment& experiment, const std::optional<Precision>& precision) {
  Json json = {{"runs", experiment.plan.runs}, {"warmups", experiment.plan.warmups}};
  if (experiment.commands.size() > 1) {
    json["order"] = name_of(experiment.plan.order);
    json["seed"] = experiment.plan.seed;
  }
  if (precision) {
    json["precision_percent"] = 100 * precision->wanted;
    json["precision_metric"] = key_of(precision->metric);
    json["precision_reached_percent"] =
        precision->reached ? Json(100 * *precision->reached) : Json(nullptr);
  }
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

Json comparisons_json(const std::vector<std::string>& commands, const Analysis& analysis) {
  Json json = Json::array();
  for (const MetricComparison& comparison : analysis.comparisons)
    json.push_back(comparison_json(commands, analysis.baseline, comparison));
  return json;
}

Json gates_json(const std::vector<GateResult>& gates) {
  Json json = Json::array();
  for (const GateResult& gate : gates) json.push_back(gate_json(gate));
  return json;
}

} // namespace joules
