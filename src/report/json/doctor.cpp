// SPDX-License-Identifier: Apache-2.0
#include "report/text/doctor.hpp"
#include "report/json/document.hpp"
#include "report/json/method.hpp"

namespace joules {

namespace {

using Json = nlohmann::ordered_json;

Json found_json(const Domain& domain) {
  Json json = domain_json(domain);
  if (!json.contains("reason") && !domain.reason.empty()) json["reason"] = domain.reason;
  json["path"] = domain.path;
  json["rights"] = or_null(domain.rights);
  json["missing"] = domain.missing;
  if (domain.distrusted) json["implausible"] = true;
  json["update_period_seconds"] = domain.period.count();
  if (domain.reading_uj) json["reading_joules"] = static_cast<double>(*domain.reading_uj) * 1e-6;
  if (domain.power_uw) json["reading_watts"] = static_cast<double>(*domain.power_uw) * 1e-6;
  return json;
}

Json finding_json(const SensorFinding& finding) {
  Json json = {{"sensor", finding.sensor},
               {"scope", finding.scope},
               {"in_use", finding.in_use},
               {"usable", finding.usable},
               {"only_if_named", finding.only_if_named},
               {"unavailable_reason", or_null(finding.reason)},
               {"remedy", or_null(finding.remedy)}};
  json["domains"] = Json::array();
  for (const Domain& domain : finding.domains) json["domains"].push_back(found_json(domain));
  for (const Domain& domain : finding.left_out) json["domains"].push_back(found_json(domain));
  return json;
}

} // namespace

std::string doctor_json(const SensorSurvey& examination, JsonLayout layout) {
  const SensorFinding* const in_use = examination.in_use();
  Json document = new_document();
  document["in_use"] = in_use != nullptr ? in_use->sensor : "estimate";
  document["sensors"] = Json::array();
  for (const SensorFinding& finding : examination.sensors)
    document["sensors"].push_back(finding_json(finding));
  document["devices"] = Json::array();
  for (const Domain& device : examination.devices)
    document["devices"].push_back(found_json(device));
  document["estimate"] = model_json(examination.estimate);
  document["access"] = or_null(examination.access);
  document["cpu_time_clocks"] = examination.cpu_clocks;
  document["perf_unavailable_reason"] = or_null(examination.perf_refusal);
  document["host"] = host_json(examination.host, examination.view);
  document["load_1_minute"] = or_null(examination.load);
  return dumped(document, layout);
}

} // namespace joules
