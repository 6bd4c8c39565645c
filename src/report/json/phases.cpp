// SPDX-License-Identifier: Apache-2.0
#include "report/json/phases.hpp"

#include "report/json/document.hpp"
#include "report/json/json.hpp"

#include <nlohmann/json.hpp>

namespace joules {

namespace {

/// An energy, and its range where it is estimated, or its half-width.
void add_energy(const std::string& key, const Energy& energy,
                const std::optional<Joules>& uncertainty, bool estimated, Json& object) {
  object[key + "_joules"] = or_null(energy.value);
  if (estimated) {
    object[key + "_low_joules"] = or_null(energy.low);
    object[key + "_high_joules"] = or_null(energy.high);
  } else {
    object[key + "_uncertainty_joules"] = or_null(uncertainty);
  }
  object[key + "_is_lower_bound"] = energy.at_least;
}

Json phase_json(const PhaseAccount& phase, bool estimated) {
  Json json = {{"name", phase.name}, {"times", phase.times}};
  if (phase.unended) json["unended"] = true;
  json["wall_seconds"] = phase.wall.count();
  json["tree_cpu_seconds"] = phase.tree_cpu.count();
  add_energy("energy_tree", phase.tree, phase.tree_uncertainty, estimated, json);
  json["energy_alone_joules"] = or_null(phase.tree_alone);
  json["energy_host_joules"] = or_null(phase.host.value);
  return json;
}

Json work_json(const WorkAccount& work, bool estimated) {
  Json json = {
      {"phase", or_null(work.phase)}, {"unit", or_null(work.unit)}, {"amount", work.amount}};
  add_energy("energy_each", work.each, work.each_uncertainty, estimated, json);
  return json;
}

} // namespace

void add_scope(const EnergyAccount& account, const Scope& scope, Json& run) {
  const MetricValues values = metric_values_of(account, scope);
  const auto put = [&](Metric metric) {
    run[std::string(key_of(metric))] = or_null(values[metric]);
  };
  if (values[Metric::energy_each]) put(Metric::energy_each);
  if (!scope.is_part()) return;
  put(Metric::energy_scope);
  if (!account.estimated)
    run["energy_scope_uncertainty_joules"] =
        or_null(values.half_widths[static_cast<std::size_t>(Metric::energy_scope)]);
  run["energy_scope_is_lower_bound"] = values[Metric::energy_scope] && values.at_least;
  put(Metric::power_scope);
  put(Metric::wall_scope);
}

void add_phases(const EnergyAccount& account, Json& run) {
  if (!account.phases.empty()) {
    run["phases"] = Json::array();
    for (const PhaseAccount& phase : account.phases)
      run["phases"].push_back(phase_json(phase, account.estimated));
    run["energy_phases_rest_joules"] = or_null(account.phases_rest);
    if (!account.estimated)
      run["energy_phases_rest_uncertainty_joules"] = or_null(account.phases_rest_uncertainty);
  }
  if (account.work.empty()) return;
  run["work"] = Json::array();
  for (const WorkAccount& work : account.work)
    run["work"].push_back(work_json(work, account.estimated));
}

} // namespace joules
