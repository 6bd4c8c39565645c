// SPDX-License-Identifier: Apache-2.0
#include "report/json/method.hpp"

#include "report/json/document.hpp"

namespace joules {

using Json = nlohmann::ordered_json;

Json host_json(const HostDescription& host, const HostView& view) {
  return {{"hostname", or_null(host.hostname)},   {"boot_id", or_null(host.boot_id)},
          {"cpu_model", or_null(host.cpu_model)}, {"logical_cpus", or_null(host.logical_cpus)},
          {"packages", or_null(host.packages)},   {"kernel", or_null(host.kernel)},
          {"governor", or_null(host.governor)},   {"turbo", or_null(host.turbo)},
          {"virtualized", view.virtualized}};
}

Json domain_json(const Domain& domain) {
  Json json = {{"id", domain.id}, {"name", domain.name}, {"counted", domain.counted}};
  if (domain.integrated) json["integrated_power"] = true;
  if (!domain.mirror_of.empty()) json["mirror_of"] = domain.mirror_of;
  if (domain.modulus_uj) json["modulus_joules"] = static_cast<double>(*domain.modulus_uj) * 1e-6;
  if (!domain.unreadable.empty())
    json["reason"] = domain.path + ": " + domain.unreadable;
  else if (!domain.counted)
    json["reason"] = domain.reason;
  return json;
}

Json model_json(const PowerModel& model) {
  return {{"name", model.name},
          {"row", model.row},
          {"scope", "server at the wall"},
          {"idle_thread_watts", model.idle_watts.middle},
          {"busy_thread_watts", model.busy_watts.middle}};
}

Json method_json(const Recording& recording, const EnergyAccount& account) {
  const Method& method = recording.method;
  Json json = {{"sensor", method.sensor},
               {"scope", or_null(method.scope)},
               {"quality", account.estimated ? "estimated" : "measured"},
               {"policy", name_of(account.policy.kind)}};
  if (account.policy.kind == Policy::Kind::marginal)
    json["idle_power_watts"] = account.policy.idle_power.value;
  if (method.model) {
    json["model"] = model_json(*method.model);
    json["unavailable_reason"] = or_null(method.unavailable_reason);
  }
  json["sampling_interval_seconds"] = method.sampling_interval.count();
  if (method.aligned) json["aligned"] = *method.aligned;
  json["cpu_time_clocks"] = method.cpu_clocks;
  if (!method.perf_refusal.empty()) json["perf_unavailable_reason"] = method.perf_refusal;
  json["domains"] = Json::array();
  for (const Domain& domain : method.domains) json["domains"].push_back(domain_json(domain));
  for (const Domain& domain : method.devices) json["domains"].push_back(domain_json(domain));
  for (const Domain& domain : method.left_out) json["domains"].push_back(domain_json(domain));
  return json;
}

} // namespace joules
