// SPDX-License-Identifier: Apache-2.0
#include "report/text/doctor.hpp"

#include "report/number.hpp"
#include "report/text/phrases.hpp"
#include "report/text/rows.hpp"

#include <fmt/format.h>

namespace joules {

namespace {

std::string milliseconds(Seconds time) {
  return amount(time.count() * 1000, 2, "ms");
}

/// What it shows now, how fast, and who may read it.
std::string reading_of(const Domain& domain) {
  if (!domain.unreadable.empty()) return domain.unreadable;
  const auto micro = [](std::uint64_t value) { return static_cast<double>(value) * 1e-6; };
  std::string text = "no reading";
  if (domain.reading_uj) text = amount(micro(*domain.reading_uj), 6, "J");
  if (domain.power_uw)
    text = fmt::format("{}, a mean of {}, to be integrated",
                       amount(micro(*domain.power_uw), 4, "W"), milliseconds(domain.period));
  if (domain.modulus_uj)
    text += fmt::format(", wraps every {}: {} at 100 W", amount(micro(*domain.modulus_uj), 4, "J"),
                        amount(wrap_time(*domain.modulus_uj).count() * 10, 3, "s"));
  if (!domain.integrated) text += ", updated every " + milliseconds(domain.period);
  return text;
}

void domain_rows(const Domain& domain, RowWriter& rows) {
  rows.sentence("  " + domain.id, domain.name + ", " +
                                      (domain.counted      ? "counted: "
                                       : domain.distrusted ? "not believed: "
                                       : domain.missing    ? "missing: "
                                                           : "not counted: ") +
                                      domain.reason);
  rows.sentence("", domain.path + (domain.rights.empty() ? "" : " (" + domain.rights + ")") + ": " +
                        reading_of(domain));
}

std::string names_of_missing(const SensorFinding& finding) {
  std::vector<std::string> names;
  for (const Domain& domain : finding.left_out)
    if (domain.missing && !domain.distrusted) names.push_back(domain.name);
  return listed(names);
}

std::string standing_of(const SensorFinding& finding, bool any_in_use) {
  if (finding.in_use) return "in use: " + finding.scope;
  if (!finding.usable) return "not usable: " + finding.reason;
  if (finding.only_if_named) return "only with --sensor " + finding.sensor + ": " + finding.scope;
  return any_in_use ? "usable, but another one comes first" : "usable, but not wanted";
}

void sensor_rows(const SensorSurvey& examination, RowWriter& rows) {
  const SensorFinding* const in_use = examination.in_use();
  rows.sentence("in use", in_use != nullptr ? in_use->sensor + ": " + in_use->scope
                                            : "the estimate: no sensor measures the host");
  for (const SensorFinding& finding : examination.sensors) {
    rows.sentence(finding.sensor, standing_of(finding, in_use != nullptr), false);
    const std::string missing = names_of_missing(finding);
    if (!finding.usable && !missing.empty())
      rows.sentence("", "with the right to read it, it would measure: " + missing);
    if (!finding.remedy.empty()) rows.sentence("  what to do", finding.remedy, true);
    for (const Domain& domain : finding.domains) domain_rows(domain, rows);
    for (const Domain& domain : finding.left_out) domain_rows(domain, rows);
  }
  for (const Domain& device : examination.devices)
    rows.sentence(device.name, "with --gpu: " + device.reason +
                                   (device.unreadable.empty() ? "" : ": " + device.unreadable));
  if (!examination.no_devices.empty())
    rows.sentence("graphics cards", "none: " + examination.no_devices);
  rows.sentence(in_use != nullptr ? "else the estimate" : "the estimate",
                described(examination.estimate) + ", at the wall");
  if (!examination.access.empty()) rows.sentence("access", examination.access);
}

void clock_rows(const SensorSurvey& examination, RowWriter& rows) {
  rows.sentence("CPU-time clocks", listed(examination.cpu_clocks) + " (the largest wins)");
  if (!examination.perf_refusal.empty()) rows.sentence("no perf because", examination.perf_refusal);
}

void noise_rows(const SensorSurvey& examination, RowWriter& rows) {
  const HostDescription& host = examination.host;
  const std::string& load = examination.load;
  rows.sentence("processor", (host.cpu_model.empty() ? "not known" : host.cpu_model) + ", " +
                                 (host.logical_cpus ? std::to_string(*host.logical_cpus)
                                                    : "an unknown number of") +
                                 " logical CPUs");
  rows.sentence("kernel", host.kernel.empty() ? "not known" : host.kernel);
  rows.sentence("governor",
                host.governor.empty()
                    ? "not known"
                    : host.governor + (host.governor == "performance"
                                           ? ""
                                           : ": frequency follows load, runs differ more"));
  rows.sentence("turbo", !host.turbo   ? "not known"
                         : *host.turbo ? "on: power depends on temperature and on other cores"
                                       : "off");
  rows.sentence("load", load.empty() ? "not known"
                                     : load + " (1 minute): what else runs shares the energy");
  rows.sentence("virtual machine", examination.view.virtualized
                                       ? "yes: other guests share the processor, unseen"
                                       : "no");
  if (examination.view.hides_processes)
    rows.sentence("/proc", "hides other users' processes from us (hidepid)", true);
  if (examination.view.container_proc_stat)
    rows.sentence("/proc/stat", "a container's, by lxcfs: name the host's with --host-root", true);
}

} // namespace

const SensorFinding* SensorSurvey::in_use() const {
  for (const SensorFinding& finding : sensors)
    if (finding.in_use) return &finding;
  return nullptr;
}

std::string doctor_report(const SensorSurvey& examination, const TextStyle& style) {
  RowWriter rows(style.color, style.width);
  rows.headline("joules: energy sensors");
  sensor_rows(examination, rows);
  rows.headline("joules: process tree");
  clock_rows(examination, rows);
  rows.headline("joules: what makes this host's numbers noisy");
  noise_rows(examination, rows);
  return rows.text();
}

} // namespace joules
