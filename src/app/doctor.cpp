// SPDX-License-Identifier: Apache-2.0
#include "app/doctor.hpp"

#include "app/answer.hpp"
#include "app/counter_watch.hpp"
#include "app/exit_disposition.hpp"
#include "joules/host.hpp"
#include "joules/output.hpp"
#include "joules/report.hpp"
#include "joules/sampling.hpp"
#include "joules/sensors.hpp"

#include <unistd.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace joules {

namespace {

constexpr const char* access_rule = "/usr/lib/udev/rules.d/70-joules-rapl-access.rules";
constexpr const char* access_group = "rapl";

bool is_member_of(gid_t group) {
  std::vector<gid_t> groups(static_cast<std::size_t>(std::max(::getgroups(0, nullptr), 0)));
  if (::getgroups(static_cast<int>(groups.size()), groups.data()) < 0) return false;
  return ::getegid() == group || std::ranges::find(groups, group) != groups.end();
}

/// Does the kernel show RAPL counters as files, whoever may read them?
bool has_counters_to_give(const std::vector<SensorFinding>& findings) {
  return std::ranges::any_of(findings, [](const SensorFinding& finding) {
    return finding.source.sensor == Sensor::powercap &&
           !(finding.counters.empty() && finding.source.left_out.empty());
  });
}

/// The package that gives the counters to a group; empty: there is nothing to give.
std::string describe_access(const std::vector<SensorFinding>& findings) {
  std::error_code error;
  if (!std::filesystem::exists(access_rule, error))
    return has_counters_to_give(findings)
               ? "joules-rapl-access is not installed: it lets a group read the counters, without "
                 "sudo"
               : "";
  const auto group = group_number(access_group);
  if (!group) return "joules-rapl-access is installed, but its group rapl is missing";
  if (is_member_of(*group)) return "joules-rapl-access is installed; you are in its group";
  return "joules-rapl-access is installed; run: sudo adduser $USER rapl, and log in again";
}

SensorFinding finding_of(const OpenSource& source, bool in_use) {
  SensorFinding finding{source.about, source.is_usable(), in_use, {}};
  for (const auto& counter : source.counters) finding.counters.push_back(counter->identity());
  return finding;
}

/// Each counter once: under the kind that counts it, or as a card, else where it was met first.
void leave_out_repeats(SensorSurvey& found) {
  std::set<std::string> counted, shown;
  for (const Device& device : found.devices) counted.insert(device.counter.id);
  for (const Exclusion& device : found.devices_left_out) counted.insert(device.counter.id);
  for (const SensorFinding& finding : found.sensors) {
    for (const Counter& counter : finding.counters) counted.insert(counter.id);
    for (const Exclusion& exclusion : finding.source.left_out)
      if (exclusion.is_missing()) counted.insert(exclusion.counter.id);
  }
  for (SensorFinding& finding : found.sensors)
    std::erase_if(finding.source.left_out, [&](const Exclusion& exclusion) {
      if (exclusion.is_missing()) return false;
      return counted.contains(exclusion.counter.id) || !shown.insert(exclusion.counter.id).second;
    });
}

/// Reads the permissions of the files of all counters, counted or not.
std::map<std::string, std::string> rights_in(const std::vector<SensorFinding>& findings) {
  std::map<std::string, std::string> rights;
  const auto look_at = [&](const Counter& counter) {
    rights.try_emplace(counter.path, rights_of(counter.path));
  };
  for (const SensorFinding& finding : findings) {
    for (const Counter& counter : finding.counters) look_at(counter);
    for (const Exclusion& exclusion : finding.source.left_out) look_at(exclusion.counter);
  }
  return rights;
}

std::string why_not_estimated(const SensorSettings& settings) {
  if (settings.sensor && *settings.sensor != Sensor::estimate)
    return std::string(name_of(*settings.sensor)) +
           " was asked for, and without it a run ends with status 125";
  return settings.estimate_allowed ? "" : "--no-estimate ends a run with status 125";
}

void add_cards(const HostRoot& host, SensorSurvey& found) {
  Gpus gpus = find_gpus(host);
  for (const auto& gpu : gpus.counters) found.devices.push_back(gpu->device());
  found.devices_left_out = std::move(gpus.left_out);
  found.no_devices = gpus.unavailable_reason;
}

SensorSurvey survey(const SensorSettings& settings) {
  const CpuIdentity cpu = identify_cpu(settings.host);
  SensorSurvey found;
  std::vector<OpenSource> sources = survey_sensors({settings, cpu});
  leave_out_implausible(sources);
  for (const OpenSource& source : sources) {
    const bool in_use = source.wanted && source.is_usable() && found.in_use() == nullptr;
    found.sensors.push_back(finding_of(source, in_use));
  }
  add_cards(settings.host, found);
  leave_out_repeats(found);
  found.rights = rights_in(found.sensors);
  found.access = describe_access(found.sensors);
  found.estimate = estimate_for(settings, cpu);
  found.no_estimate = why_not_estimated(settings);
  TriedClocks clocks = try_tree_clocks(settings.host);
  found.cpu_clocks = std::move(clocks.answered);
  found.perf_refusal = std::move(clocks.perf_refusal);
  found.host = describe_host(settings.host, cpu);
  found.view = view_of_host(settings.host, cpu);
  const std::string load = read_line(settings.host.proc("loadavg")).value_or("");
  found.load = load.substr(0, load.find(' '));
  return found;
}

/// An archive for a bug report: the sensors' files, and what could not be read.
void save_host(const SensorSettings& settings, Destination& destination) {
  Tar tar;
  std::string unreadable;
  for (const RecordedFile& file : record_host(settings.host, settings.powercap_root)) {
    const bool added =
        file.unreadable.empty() && (file.target.empty() ? tar.add_file(file.name, file.content)
                                                        : tar.add_link(file.name, file.target));
    if (!added)
      unreadable += file.name + ": " +
                    (file.unreadable.empty() ? "its name is too long for tar" : file.unreadable) +
                    "\n";
  }
  if (!unreadable.empty()) tar.add_file("unreadable.txt", unreadable);
  const auto written = destination.write(tar.finished());
  if (!written) throw Failure("--save " + written.error().message());
}

} // namespace

ExitDisposition doctor(const Doctor& request) {
  std::optional<Destination> archive;
  if (request.save) archive.emplace(DestinationRequest{*request.save, false, std::nullopt});
  Answer answer(request.output, request.report);
  if (archive) archive->require_apart(answer.destination());
  const ConfinedRoot host(request.sensors.host.path()), powercap(request.sensors.powercap_root);
  const SensorSurvey found = survey(request.sensors);
  if (archive) save_host(request.sensors, *archive);
  const auto json = answer.json();
  if (!answer.write(json ? doctor_json(found, *json) : doctor_report(found, answer.style())))
    return own_failure;
  return {found.in_use() != nullptr ? 0 : 1, std::nullopt};
}

} // namespace joules
