// SPDX-License-Identifier: Apache-2.0
#include "report/text/merged.hpp"
#include "report/json/document.hpp"
#include "report/json/json.hpp"

namespace joules {

namespace {

void add_energy(const std::string& key, const Energy& energy, Json& json) {
  json[key + "_joules"] = or_null(energy.value);
  if (energy.low) json[key + "_low_joules"] = energy.low->value;
  if (energy.high) json[key + "_high_joules"] = energy.high->value;
  json[key + "_is_lower_bound"] = energy.at_least;
}

Json sum_of_host(const MergedHost& host) {
  Json json = {{"hostname", or_null(host.hostname)},
               {"boot_id", or_null(host.boot_id)},
               {"runs", host.runs}};
  add_energy("energy_tree", host.tree, json);
  if (host.tree_uncertainty) json["energy_tree_uncertainty_joules"] = host.tree_uncertainty->value;
  add_energy("energy_host", host.host, json);
  json["energy_host_is_interpolated"] = host.interpolated;
  json["covered_seconds"] = host.covered.count();
  return json;
}

Json sum_by_rank(const MergedPart& part) {
  Json json = {
      {"rank", or_null(part.rank)}, {"hostname", or_null(part.hostname)}, {"runs", part.runs}};
  add_energy("energy_tree", part.tree, json);
  return json;
}

Json sum_by_job(const MergedPart& part) {
  Json json = {{"job", or_null(part.job)}, {"runs", part.runs}};
  add_energy("energy_tree", part.tree, json);
  return json;
}

Json sum_by_phase(const MergedPart& part) {
  Json json = {{"phase", part.phase}, {"runs", part.runs}};
  add_energy("energy_tree", part.tree, json);
  return json;
}

Json sum_of_subject(const MergedSubject& subject) {
  Json json = {
      {"name", subject.name}, {"hostname", or_null(subject.hostname)}, {"runs", subject.runs}};
  add_energy("energy", subject.energy, json);
  json["energy_is_interpolated"] = subject.interpolated;
  return json;
}

Json sum_by_command(const MergedPart& part) {
  Json json = {{"name", part.command}, {"runs", part.runs}};
  add_energy("energy_tree", part.tree, json);
  return json;
}

template <class Parts, class Make>
Json list_of(const Parts& parts, Make make) {
  Json json = Json::array();
  for (const auto& part : parts) json.push_back(make(part));
  return json;
}

Json total_json(const MergedTotal& total) {
  Json json = {{"sensor", or_null(total.sensor)},
               {"quality", total.quality ? Json(name_of(*total.quality)) : Json(nullptr)},
               {"policy", or_null(total.policy)},
               {"runs", total.runs}};
  add_energy("energy_tree", total.tree, json);
  if (total.tree_uncertainty)
    json["energy_tree_uncertainty_joules"] = total.tree_uncertainty->value;
  add_energy("energy_host", total.host, json);
  json["energy_host_is_interpolated"] = total.interpolated;
  if (!total.tree.value || !total.host.value)
    json["unavailable_reason"] = "not known in any of the runs";
  json["longest_covered_seconds"] = total.longest.count();
  json["hosts"] = list_of(total.hosts, sum_of_host);
  json["by_rank"] = list_of(total.by_rank, sum_by_rank);
  if (!total.by_job.empty()) json["by_job"] = list_of(total.by_job, sum_by_job);
  if (!total.by_phase.empty()) json["by_phase"] = list_of(total.by_phase, sum_by_phase);
  if (!total.subjects.empty()) json["subjects"] = list_of(total.subjects, sum_of_subject);
  json["by_command"] = list_of(total.by_command, sum_by_command);
  json["warnings"] = warnings_json(total.warnings);
  return json;
}

} // namespace

std::string merged_json(const Merged& merged, JsonLayout layout) {
  Json document = new_document();
  document["files"] = merged.files;
  document["totals"] = list_of(merged.totals, total_json);
  return dumped(document, layout);
}

} // namespace joules
