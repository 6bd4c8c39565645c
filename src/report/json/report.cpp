// SPDX-License-Identifier: Apache-2.0
#include "report/json/report.hpp"

#include "joules/quoting.hpp"
#include "report/json/analysis.hpp"
#include "report/json/document.hpp"
#include "report/json/json.hpp"
#include "report/json/ledger.hpp"
#include "report/json/method.hpp"
#include "report/json/phases.hpp"
#include "report/text/phrases.hpp"

#include <algorithm>

namespace joules {

namespace {

Json mean_power(const Energy& energy, Seconds wall) {
  if (!energy.value || wall.count() <= 0) return nullptr;
  return (*energy.value / wall).value;
}

/// Writes each counter's own reading at the start, by which --merge finds how runs overlap.
Json counters_json(const Recording& recording) {
  Json json = Json::object();
  for (const auto& [counter, readings] : recording.counters)
    if (!readings.empty() && readings.front() && !counter.begins_when_opened())
      json[counter.name] = static_cast<double>(*readings.front()) * 1e-6;
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

Json subjects_json(const Recording& recording, const EnergyAccount& account) {
  Json json = Json::array();
  for (std::size_t i = 0; i < account.subjects.size(); ++i) {
    const SubjectAccount& subject = account.subjects[i];
    const SubjectReadings& about = recording.subjects[i];
    Json one = {{"name", subject.name},
                {"found", about.found},
                {"energy_joules", or_null(subject.energy.value)}};
    if (account.estimated) {
      one["energy_low_joules"] = or_null(subject.energy.low);
      one["energy_high_joules"] = or_null(subject.energy.high);
    } else {
      one["energy_uncertainty_joules"] = or_null(subject.uncertainty);
    }
    one["energy_is_lower_bound"] = subject.energy.at_least;
    one["cpu_seconds"] = subject.cpu.count();
    one["holds_tree"] = about.holds_tree;
    one["holds"] = about.holds;
    if (!about.overlaps.empty()) one["overlaps"] = about.overlaps;
    if (!about.loss.empty()) one["loss"] = about.loss;
    json.push_back(std::move(one));
  }
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
Json coverage_json(const ExitInfo& exit_info, const EnergyAccount& account) {
  const Seconds recovered = account.tree_cpu - account.tree_cpu_seen_live;
  Json json = {
      {"seen_live_cpu_seconds", account.tree_cpu_seen_live.count()},
      {"recovered_at_exit_cpu_seconds", recovered.count()},
      {"clock", exit_info.tree_clock ? Json(name_of(*exit_info.tree_clock)) : Json(nullptr)},
      {"clocks_cpu_seconds", Json::object()}};
  for (const ClockReading& reading : exit_info.clocks)
    json["clocks_cpu_seconds"][std::string(name_of(reading.clock))] = Seconds(reading.cpu).count();
  return json;
}

/// Columns of equal length: what is not known is left out.
Json power_json(const EnergyAccount& account) {
  const PowerSeries& power = account.power;
  const auto watts = [](const std::vector<Watts>& series) {
    Json json = Json::array();
    for (const Watts& one : series) json.push_back(one.value);
    return json;
  };
  Json json = {{"until_seconds", Json::array()}, {"host_watts", watts(power.host)}};
  for (const Seconds& until : power.until) json["until_seconds"].push_back(until.count());
  if (!power.tree.empty()) json["tree_watts"] = watts(power.tree);
  if (!power.tree_cpus.empty()) json["tree_cpus"] = power.tree_cpus;
  if (!power.busy_cpus.empty()) json["busy_cpus"] = power.busy_cpus;
  for (std::size_t d = 0; d < power.domains.size(); ++d)
    if (!power.domains[d].empty())
      json["domains_watts"][account.domains[d].name] = watts(power.domains[d]);
  return json;
}

Json exit_signal(const ExitStatus& exit) {
  return exit.signal ? Json(signal_name(*exit.signal)) : Json(nullptr);
}

Json job_json(const Job& job) {
  return {{"scheduler", job.scheduler},
          {"id", job.id},
          {"step", or_null(job.step)},
          {"account", or_null(job.account)}};
}

/// What is not known is left out.
void add_conditions(const Conditions& conditions, Json& run) {
  if (conditions.temperature_start)
    run["temperature_start_celsius"] = *conditions.temperature_start;
  if (conditions.temperature_end) run["temperature_end_celsius"] = *conditions.temperature_end;
  if (conditions.throttled) run["throttled_seconds"] = conditions.throttled->count();
  if (conditions.frequency_hz) run["frequency_mean_hertz"] = *conditions.frequency_hz;
}

Json run_json(const Run& run, const Scope& scope) {
  const Recording& recording = run.recording;
  const EnergyAccount& account = run.account;
  const ExitInfo& exit_info = recording.exit_info;
  const auto seconds = [](Nanoseconds time) { return Seconds(time).count(); };
  Json object = {{"index", run.index}, {"phase", "measure"}, {"started_at", recording.started_at}};
  if (recording.rank) object["rank"] = *recording.rank;
  if (recording.job) object["job"] = job_json(*recording.job);
  if (!recording.samples.empty()) {
    object["started_monotonic_seconds"] = seconds(recording.samples.front().at);
    object["ended_monotonic_seconds"] = seconds(recording.samples.back().at);
  }
  add_energies(account, counters_json(recording), object);
  add_scope(account, scope, object);
  object["tree_cpu_seconds"] = account.tree_cpu.count();
  object["tree_cpu_is_lower_bound"] = exit_info.tree_cpu_at_least;
  object["tree_cpu_unseen_at_most_seconds"] = seconds(exit_info.tree_cpu_unseen_at_most);
  object["host_busy_cpu_seconds"] =
      account.host_busy ? Json(account.host_busy->count()) : Json(nullptr);
  object["tree_cpu_share"] = account.host_busy && account.host_busy->count() > 0
                                 ? Json(std::min(account.tree_cpu / *account.host_busy, 1.0))
                                 : Json(nullptr);
  if (!account.subjects.empty()) object["subjects"] = subjects_json(recording, account);
  if (!account.subjects.empty()) {
    object["energy_rest_joules"] = or_null(account.rest);
    object["energy_rest_is_upper_bound"] = account.rest && rest_is_at_most(account);
  }
  add_phases(account, object);
  if (!account.devices.empty()) object["devices"] = devices_json(account.devices);
  if (!account.packages.empty()) object["packages"] = packages_json(account.packages);
  object["coverage"] = coverage_json(exit_info, account);
  add_conditions(recording.conditions, object);
  object["wall_seconds"] = account.wall.count();
  object["stopped_seconds"] = account.stopped.count();
  object["cpu_user_seconds"] = seconds(exit_info.cpu_user);
  object["cpu_system_seconds"] = seconds(exit_info.cpu_system);
  object["max_rss_bytes"] =
      exit_info.max_rss_bytes > 0 ? Json(exit_info.max_rss_bytes) : Json(nullptr);
  object["page_faults_minor"] = exit_info.faults_minor;
  object["page_faults_major"] = exit_info.faults_major;
  object["context_switches_voluntary"] = exit_info.switches_voluntary;
  object["context_switches_involuntary"] = exit_info.switches_involuntary;
  object["processes_total"] = exit_info.processes_seen;
  object["processes_total_is_lower_bound"] = !(recording.ledger && recording.ledger->is_complete());
  object["processes_left_running"] =
      exit_info.tree_seen ? Json(exit_info.left_running.size()) : Json(nullptr);
  object["exit_code"] = or_null(exit_info.exit.code);
  object["signal"] = exit_signal(exit_info.exit);
  if (account.ledger) add_ledger(recording, account, object);
  object["sampler_cpu_seconds"] = seconds(exit_info.sampler_cpu);
  object["sampler_wakeups"] = exit_info.wakeups;
  object["samples"] = exit_info.samples_taken;
  if (!account.power.until.empty()) object["power_over_time"] = power_json(account);
  return object;
}

Json command_json(const CommandRuns& command, const MetricSummaries& summaries, const Scope& scope,
                  bool repeated) {
  Json object = {{"name", display_name(command)}, {"argv", command.argv}};
  const bool lossy = !std::all_of(command.argv.begin(), command.argv.end(), is_utf8);
  if (lossy) object["argv_lossy"] = true;
  if (command.arguments_left_out) object["argv_first_word_only"] = true;
  object["runs"] = Json::array();
  for (const Run& run : command.runs) object["runs"].push_back(run_json(run, scope));
  if (command.failed) object["failed_run"] = run_json(*command.failed, scope);
  if (repeated) object["summary"] = summary_json(summaries);
  return object;
}

} // namespace

std::string json_report(const Experiment& experiment, const Analysis& analysis, JsonLayout layout) {
  const Run& first = *any_run(experiment);
  Json document = new_document();
  document["started_at"] = first.recording.started_at;
  document["partial"] = experiment.interrupted;
  if (experiment.replayed) document["replayed"] = true;
  document["host"] = host_json(experiment.host, first.recording.view);
  document["method"] = method_json(first.recording, first.account);
  if (experiment.is_repeated() || experiment.ended_early())
    document["plan"] = plan_json(experiment, analysis.precision);
  if (analysis.scope.kind != Scope::Kind::tree) document["scope"] = text_of(analysis.scope);
  document["commands"] = Json::array();
  for (std::size_t i = 0; i < experiment.commands.size(); ++i)
    document["commands"].push_back(command_json(experiment.commands[i], analysis.summaries[i],
                                                analysis.scope, experiment.is_repeated()));
  std::vector<std::string> names;
  for (const CommandRuns& command : experiment.commands) names.push_back(display_name(command));
  document["comparisons"] = comparisons_json(names, analysis);
  document["gates"] = gates_json(analysis.gates);
  document["warnings"] = warnings_json(analysis.warnings);
  return dumped(document, layout);
}

} // namespace joules
