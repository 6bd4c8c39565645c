// SPDX-License-Identifier: Apache-2.0
#include "report/json.hpp"

#include "joules/quoting.hpp"
#include "report/json_document.hpp"
#include "report/json_findings.hpp"
#include "report/json_ledger.hpp"
#include "report/json_method.hpp"
#include "report/phrases.hpp"

#include <algorithm>

namespace joules {

namespace {

using Json = nlohmann::ordered_json;

Json mean_power(const Energy& energy, Seconds wall) {
  if (!energy.value || wall.count() <= 0) return nullptr;
  return (*energy.value / wall).value;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

/// What each counter itself said at the start: where runs overlap, --merge goes by it.
Json counters_json(const Recording& recording) {
  Json json = Json::object();
  if (recording.samples.empty()) return json;
  const auto& readings = recording.samples.front().energy_uj;
  const std::vector<Domain>& domains = recording.method.domains;
  for (std::size_t i = 0; i < domains.size() && i < readings.size(); ++i)
    if (readings[i] && !domains[i].since_opened)
      json[domains[i].name] = static_cast<double>(*readings[i]) * 1e-6;
  return json;
}

void add_energies(const EnergyAccount& account, const Json& counters, Json& run) {
  run["energy_tree_joules"] = or_null(account.tree.value);
  if (account.estimated) {
    run["energy_tree_low_joules"] = or_null(account.tree.low);
    run["energy_tree_high_joules"] = or_null(account.tree.high);
  } else {
    run["energy_tree_uncertainty_joules"] = or_null(account.tree_uncertainty);
  }
  run["energy_tree_by_capacity_joules"] = or_null(account.tree_by_capacity);
  run["energy_host_joules"] = or_null(account.host.value);
  if (account.estimated) {
    run["energy_host_low_joules"] = or_null(account.host.low);
    run["energy_host_high_joules"] = or_null(account.host.high);
  } else {
    run["energy_host_uncertainty_joules"] = or_null(account.host_uncertainty);
  }
  run["energy_is_lower_bound"] = account.host.at_least;
  run["energy_tree_is_lower_bound"] = account.tree.at_least;
  run["energy_domains_joules"] = Json::object();
  for (const DomainEnergy& domain : account.domains)
    run["energy_domains_joules"][domain.name] = or_null(domain.energy.value);
  if (!counters.empty()) run["energy_counters_started_joules"] = counters;
  run["power_tree_mean_watts"] = mean_power(account.tree, account.wall);
  run["power_host_mean_watts"] = mean_power(account.host, account.wall);
  if (!account.unavailable_reason.empty()) run["unavailable_reason"] = account.unavailable_reason;
}

Json devices_json(const std::vector<DeviceAccount>& devices) {
  Json json = Json::array();
  for (const DeviceAccount& device : devices)
    json.push_back({{"name", device.name},
                    {"description", device.what},
                    {"energy_device_joules", or_null(device.energy.value)},
                    {"energy_is_lower_bound", device.energy.at_least},
                    {"energy_tree_joules", or_null(device.tree)}});
  return json;
}

Json packages_json(const std::vector<PackageAccount>& packages) {
  Json json = Json::array();
  for (const PackageAccount& package : packages)
    json.push_back({{"package", package.package},
                    {"tree_cpu_seconds", package.tree_cpu.count()},
                    {"busy_cpu_seconds", package.busy.count()},
                    {"energy_host_joules", or_null(package.host)},
                    {"energy_tree_joules", or_null(package.tree)}});
  return json;
}

/// How much of the tree's CPU time was seen while it ran, what its end added, and by which clock.
Json coverage_json(const Ending& ending, const EnergyAccount& account) {
  const Seconds recovered = account.tree_cpu - account.tree_cpu_seen_live;
  Json json = {{"seen_live_cpu_seconds", account.tree_cpu_seen_live.count()},
               {"recovered_at_exit_cpu_seconds", recovered.count()},
               {"clock", or_null(ending.tree_clock)},
               {"clocks_cpu_seconds", Json::object()}};
  for (const ClockReading& reading : ending.clocks)
    json["clocks_cpu_seconds"][reading.clock] = Seconds(reading.cpu).count();
  return json;
}

Json exit_signal(const ExitStatus& exit) {
  return exit.signal ? Json(signal_name(*exit.signal)) : Json(nullptr);
}

Json run_json(const Trial& trial) {
  const Recording& recording = trial.recording;
  const EnergyAccount& account = trial.account;
  const Ending& ending = recording.ending;
  const auto seconds = [](Nanoseconds time) { return Seconds(time).count(); };
  Json run = {{"index", trial.index}, {"phase", "measure"}, {"started_at", recording.started_at}};
  if (recording.rank) run["rank"] = *recording.rank;
  if (!recording.samples.empty()) {
    run["started_monotonic_seconds"] = seconds(recording.samples.front().at);
    run["ended_monotonic_seconds"] = seconds(recording.samples.back().at);
  }
  add_energies(account, counters_json(recording), run);
  run["tree_cpu_seconds"] = account.tree_cpu.count();
  run["tree_cpu_is_lower_bound"] = ending.tree_cpu_at_least;
  run["tree_cpu_unseen_at_most_seconds"] = seconds(ending.tree_cpu_unseen_at_most);
  run["host_busy_cpu_seconds"] =
      account.host_busy ? Json(account.host_busy->count()) : Json(nullptr);
  run["tree_cpu_share"] = account.host_busy && account.host_busy->count() > 0
                              ? Json(std::min(account.tree_cpu / *account.host_busy, 1.0))
                              : Json(nullptr);
  if (!account.devices.empty()) run["devices"] = devices_json(account.devices);
  if (!account.packages.empty()) run["packages"] = packages_json(account.packages);
  run["coverage"] = coverage_json(ending, account);
  run["wall_seconds"] = account.wall.count();
  run["stopped_seconds"] = account.stopped.count();
  run["cpu_user_seconds"] = seconds(ending.cpu_user);
  run["cpu_system_seconds"] = seconds(ending.cpu_system);
  run["max_rss_bytes"] = ending.max_rss_bytes > 0 ? Json(ending.max_rss_bytes) : Json(nullptr);
  run["processes_total"] = ending.processes_seen;
  run["processes_total_is_lower_bound"] = !(recording.ledger && recording.ledger->is_complete());
  run["processes_left_running"] =
      ending.tree_seen ? Json(ending.left_running.size()) : Json(nullptr);
  run["exit_code"] = or_null(ending.exit.code);
  run["signal"] = exit_signal(ending.exit);
  if (account.ledger) add_ledger(recording, account, run);
  run["sampler_cpu_seconds"] = seconds(ending.sampler_cpu);
  run["sampler_wakeups"] = ending.wakeups;
  run["samples"] = ending.samples_taken;
  return run;
}

Json command_json(const Subject& subject, const MetricSummaries& summaries, bool repeated) {
  Json command = {{"name", display_name(subject)}, {"argv", subject.argv}};
  const bool lossy = !std::all_of(subject.argv.begin(), subject.argv.end(), is_utf8);
  if (lossy) command["argv_lossy"] = true;
  if (subject.arguments_left_out) command["argv_first_word_only"] = true;
  command["runs"] = Json::array();
  for (const Trial& trial : subject.trials) command["runs"].push_back(run_json(trial));
  if (subject.failed) command["failed_run"] = run_json(*subject.failed);
  if (repeated) command["summary"] = summary_json(summaries);
  return command;
}

} // namespace

std::string json_report(const Experiment& experiment, const Findings& findings, JsonLayout layout) {
  const Trial& first = *any_trial(experiment);
  Json document = new_document();
  document["started_at"] = first.recording.started_at;
  document["partial"] = experiment.interrupted;
  document["host"] = host_json(experiment.host, first.recording.view);
  document["method"] = method_json(first.recording, first.account);
  if (experiment.is_repeated() || experiment.ended_early())
    document["plan"] = plan_json(experiment);
  document["commands"] = Json::array();
  for (std::size_t i = 0; i < experiment.subjects.size(); ++i)
    document["commands"].push_back(
        command_json(experiment.subjects[i], findings.summaries[i], experiment.is_repeated()));
  std::vector<std::string> names;
  for (const Subject& subject : experiment.subjects) names.push_back(display_name(subject));
  document["comparisons"] = comparisons_json(names, findings);
  document["gates"] = gates_json(findings.gates);
  document["warnings"] = warnings_json(findings.warnings);
  return dumped(document, layout);
}

} // namespace joules
