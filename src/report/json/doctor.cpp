// SPDX-License-Identifier: Apache-2.0
#include "report/text/doctor.hpp"
#include "report/json/document.hpp"
#include "report/json/json.hpp"
#include "report/json/method.hpp"

namespace joules {

namespace {

using Rights = std::map<std::string, std::string>;

void add_file(const Counter& counter, const Rights& rights, Json& json) {
  const auto known = rights.find(counter.path);
  json["path"] = counter.path;
  json["rights"] = or_null(known == rights.end() ? std::string() : known->second);
}

void add_reading(const Counter& counter, Json& json) {
  json["update_period_seconds"] = counter.period_known ? Json(counter.period.count()) : Json();
  if (counter.reading_uj) json["reading_joules"] = static_cast<double>(*counter.reading_uj) * 1e-6;
  if (counter.power_uw) json["reading_watts"] = static_cast<double>(*counter.power_uw) * 1e-6;
}

Json counted_json(const Counter& counter, const Rights& rights) {
  Json json = domain_json(counter);
  if (!counter.part.empty()) json["reason"] = counter.part;
  add_file(counter, rights, json);
  json["missing"] = false;
  add_reading(counter, json);
  return json;
}

Json left_out_json(const Exclusion& exclusion, const Rights& rights) {
  Json json = domain_json(exclusion);
  add_file(exclusion.counter, rights, json);
  json["missing"] = exclusion.is_missing();
  if (exclusion.reason == Exclusion::Reason::implausible) json["implausible"] = true;
  add_reading(exclusion.counter, json);
  return json;
}

Json device_json(const Device& device) {
  Json json = domain_json(device);
  add_file(device.counter, {}, json);
  json["missing"] = false;
  add_reading(device.counter, json);
  return json;
}

Json finding_json(const SensorFinding& finding, const Rights& rights) {
  const SensorSource& source = finding.source;
  Json json = {{"sensor", name_of(source.sensor)},
               {"scope", source.scope},
               {"in_use", finding.in_use},
               {"usable", finding.usable},
               {"only_if_named", source.only_if_named},
               {"unavailable_reason", or_null(source.unavailable_reason)},
               {"remedy", or_null(source.remedy)}};
  json["domains"] = Json::array();
  for (const Counter& counter : finding.counters)
    json["domains"].push_back(counted_json(counter, rights));
  for (const Exclusion& exclusion : source.left_out)
    json["domains"].push_back(left_out_json(exclusion, rights));
  return json;
}

} // namespace

std::string doctor_json(const SensorSurvey& examination, JsonLayout layout) {
  const SensorFinding* const in_use = examination.in_use();
  Json document = new_document();
  document["in_use"] = name_of(in_use != nullptr ? in_use->source.sensor : Sensor::estimate);
  document["sensors"] = Json::array();
  for (const SensorFinding& finding : examination.sensors)
    document["sensors"].push_back(finding_json(finding, examination.rights));
  document["devices"] = Json::array();
  for (const Device& device : examination.devices)
    document["devices"].push_back(device_json(device));
  for (const Exclusion& device : examination.devices_left_out)
    document["devices"].push_back(left_out_json(device, {}));
  document["estimate"] = model_json(examination.estimate);
  document["access"] = or_null(examination.access);
  document["cpu_time_clocks"] = names_of(examination.cpu_clocks);
  document["perf_unavailable_reason"] = or_null(examination.perf_refusal);
  document["host"] = host_json(examination.host, examination.view);
  document["load_1_minute"] = or_null(examination.load);
  return dumped(document, layout);
}

} // namespace joules
