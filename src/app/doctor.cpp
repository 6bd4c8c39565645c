// SPDX-License-Identifier: Apache-2.0
#include "joules/report.hpp"

#include "app/answers.hpp"
#include "app/counter_watch.hpp"
#include "app/steps.hpp"
#include "joules/host.hpp"
#include "joules/output.hpp"
#include "joules/sampling.hpp"
#include "joules/sensors.hpp"

#include <unistd.h>

#include <algorithm>
#include <optional>

namespace joules {

namespace {

constexpr const char* access_rule = "/usr/lib/udev/rules.d/70-joules-rapl-access.rules";
constexpr const char* access_group = "rapl";

bool is_member_of(gid_t group) {
  std::vector<gid_t> groups(static_cast<std::size_t>(std::max(::getgroups(0, nullptr), 0)));
  if (::getgroups(static_cast<int>(groups.size()), groups.data()) < 0) return false;
  return ::getegid() == group || std::ranges::find(groups, group) != groups.end();
}

/// The package that gives the counters to a group.
std::string describe_access() {
  std::error_code error;
  if (!std::filesystem::exists(access_rule, error))
    return "joules-rapl-access is not installed: it lets a group read the counters, without sudo";
  const auto group = group_number(access_group);
  if (!group) return "joules-rapl-access is installed, but its group rapl is missing";
  if (is_member_of(*group)) return "joules-rapl-access is installed; you are in its group";
  return "joules-rapl-access is installed; run: sudo adduser $USER rapl, and log in again";
}

void add_rights(std::vector<Domain>& domains) {
  for (Domain& domain : domains) domain.rights = rights_of(domain.path);
}

SensorFinding finding_of(SensorSource&& source, bool in_use) {
  SensorFinding finding{source.sensor,
                        source.scope,
                        source.is_usable(),
                        in_use,
                        source.only_if_named,
                        source.unavailable_reason,
                        source.remedy,
                        std::move(source.domains),
                        std::move(source.left_out)};
  add_rights(finding.domains);
  add_rights(finding.left_out);
  return finding;
}

void add_cards(const Request& request, SensorSurvey& examination) {
  Gpus gpus = find_gpus(request.host);
  for (const auto& gpu : gpus.counters) examination.devices.push_back(gpu->domain());
  std::ranges::move(gpus.left_out, std::back_inserter(examination.devices));
  examination.no_devices = gpus.unavailable_reason;
}

SensorSurvey examination_of(const Request& request) {
  const CpuIdentity cpu = identify_cpu(request.host);
  SensorSurvey examination;
  std::vector<SensorSource> sources = survey_sensors(search_for(request, cpu));
  leave_out_implausible(sources);
  for (SensorSource& source : sources) {
    const bool in_use = source.wanted && source.is_usable() && examination.in_use() == nullptr;
    examination.sensors.push_back(finding_of(std::move(source), in_use));
  }
  add_cards(request, examination);
  examination.access = describe_access();
  examination.estimate = power_model(power_row_of(cpu));
  Method clocks;
  try_tree_clocks(request.host, clocks);
  examination.cpu_clocks = clocks.cpu_clocks;
  examination.perf_refusal = clocks.perf_refusal;
  examination.host = describe_host(request.host, cpu);
  examination.view = view_of_host(request.host, cpu);
  const std::string load = read_line(request.host.proc("loadavg")).value_or("");
  examination.load = load.substr(0, load.find(' '));
  return examination;
}

/// An archive for a bug report: the sensors' files, and what could not be read.
void save_host(const Request& request, Destination& destination) {
  Tar tar;
  std::string unreadable;
  for (const RecordedFile& file : record_host(request.host, request.powercap_root)) {
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

int run_doctor(const Request& request) {
  std::optional<Destination> archive;
  if (request.save) archive.emplace(DestinationRequest{*request.save, false, std::nullopt});
  Destination destination(place_of_answer(request));
  if (archive) archive->require_apart(destination);
  const ConfinedRoot host(request.host.path()), powercap(request.powercap_root);
  const SensorSurvey examination = examination_of(request);
  if (archive) save_host(request, *archive);
  const int answered = give_answer(
      request, destination, [&](const TextStyle& style, std::optional<JsonLayout> json) {
        return json ? doctor_json(examination, *json) : doctor_report(examination, style);
      });
  return answered != 0 ? answered : examination.in_use() != nullptr ? 0 : 1;
}

} // namespace joules
