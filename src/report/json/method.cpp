// SPDX-License-Identifier: Apache-2.0
#include "report/json/method.hpp"

#include "report/json/document.hpp"
#include "report/json/json.hpp"

namespace joules {

Json host_json(const HostDescription& host, const HostView& view) {
  return {{"hostname", or_null(host.hostname)},
          {"boot_id", or_null(host.boot_id)},
          {"cpu_model", or_null(host.cpu_model)},
          {"logical_cpus", or_null(host.logical_cpus)},
          {"packages", or_null(host.packages)},
          {"kernel", or_null(host.kernel)},
          {"governor", or_null(host.governor)},
          {"turbo", or_null(host.turbo)},
          {"board", or_null(host.board)},
          {"smt", or_null(host.smt)},
          {"hybrid", view.hybrid},
          {"filtered_counters", view.filtered_counters},
          {"virtualized", view.virtualized}};
}

namespace {

Json counter_json(const Counter& counter, bool counted, const std::string& mirror_of = "") {
  Json json = {{"id", counter.id}, {"name", counter.name}, {"counted", counted}};
  if (counter.is_integrated()) json["integrated_power"] = true;
  if (!mirror_of.empty()) json["mirror_of"] = mirror_of;
  if (counter.modulus) json["modulus_joules"] = joules_of(*counter.modulus).value;
  return json;
}

} // namespace

Json domain_json(const Counter& counter) {
  return counter_json(counter, true);
}

Json domain_json(const Device& device) {
  Json json = counter_json(device.counter, false);
  json["reason"] = device.description;
  return json;
}

Json domain_json(const Exclusion& exclusion) {
  const Counter& counter = exclusion.counter;
  Json json = counter_json(counter, false, exclusion.is_mirror() ? exclusion.detail : "");
  json["reason"] =
      exclusion.gave_no_energy() ? counter.path + ": " + exclusion.detail : why_excluded(exclusion);
  return json;
}

Json model_json(const PowerModel& model) {
  return {{"name", model.name},
          {"row", or_null(model.row)},
          {"scope", model.is_of_servers() ? "server at the wall" : "machine at the wall"},
          {"idle_thread_watts", model.idle_watts.middle},
          {"busy_thread_watts", model.busy_watts.middle}};
}

Json method_json(const Recording& recording, const EnergyAccount& account) {
  const Method& method = recording.method;
  const SensorSource& source = method.source;
  Json json = {{"sensor", name_of(source.sensor)},
               {"scope", or_null(source.scope)},
               {"quality", name_of(account.quality())},
               {"policy", name_of(account.policy.kind)}};
  if (account.policy.kind == Policy::Kind::marginal)
    json["idle_power_watts"] = account.policy.idle_power.value;
  if (method.model) {
    json["model"] = model_json(*method.model);
    json["unavailable_reason"] = or_null(source.unavailable_reason);
  }
  json["sampling_interval_seconds"] = method.sampling_interval.count();
  if (method.aligned) json["aligned"] = *method.aligned;
  json["cpu_time_clocks"] = names_of(method.cpu_clocks);
  if (!method.perf_refusal.empty()) json["perf_unavailable_reason"] = method.perf_refusal;
  json["domains"] = Json::array();
  for (const CounterReadings& one : recording.counters)
    json["domains"].push_back(domain_json(one.counter));
  for (const DeviceReadings& one : recording.devices)
    json["domains"].push_back(domain_json(Device{one.energy.counter, one.description}));
  for (const Exclusion& one : source.left_out) json["domains"].push_back(domain_json(one));
  return json;
}

} // namespace joules
