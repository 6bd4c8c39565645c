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

/// Says what a counter shows now, and how often it is updated.
std::string reading_of(const Counter& counter) {
  const auto micro = [](std::uint64_t value) { return static_cast<double>(value) * 1e-6; };
  std::string text = "no reading";
  if (counter.reading_uj) text = amount(micro(*counter.reading_uj), 6, "J");
  if (counter.power_uw)
    text = fmt::format("{}, a mean of {}, to be integrated",
                       amount(micro(*counter.power_uw), 4, "W"), milliseconds(counter.period));
  if (counter.modulus)
    text += fmt::format(", wraps every {}: {} at 100 W",
                        amount(joules_of(*counter.modulus).value, 4, "J"),
                        amount(wrap_time(*counter.modulus).count() * 10, 3, "s"));
  if (!counter.is_integrated()) text += ", updated every " + milliseconds(counter.period);
  return text;
}

std::string file_of(const Counter& counter, const SensorSurvey& examination) {
  const auto rights = examination.rights.find(counter.path);
  const bool known = rights != examination.rights.end() && !rights->second.empty();
  return counter.path + (known ? " (" + rights->second + ")" : "") + ": ";
}

void counted_rows(const Counter& counter, const SensorSurvey& examination, RowWriter& rows) {
  rows.sentence("  " + counter.id, counter.name + ", counted: " + counter.part);
  rows.sentence("", file_of(counter, examination) + reading_of(counter));
}

void left_out_rows(const Exclusion& exclusion, const SensorSurvey& examination, RowWriter& rows) {
  const Counter& counter = exclusion.counter;
  const char* const standing = exclusion.reason == Exclusion::Reason::implausible ? "not believed"
                               : exclusion.is_missing()                           ? "missing"
                                                                                  : "not counted";
  rows.sentence("  " + counter.id, counter.name + ", " + standing + ": " + why_excluded(exclusion));
  rows.sentence("", file_of(counter, examination) +
                        (exclusion.gave_no_energy() ? exclusion.detail : reading_of(counter)));
}

std::string names_of_missing(const SensorSource& source) {
  std::vector<std::string> names;
  for (const Exclusion& exclusion : source.left_out)
    if (exclusion.is_missing() && exclusion.reason == Exclusion::Reason::unreadable)
      names.push_back(exclusion.counter.name);
  return listed(names);
}

std::string standing_of(const SensorFinding& finding, bool any_in_use) {
  const SensorSource& source = finding.source;
  if (finding.in_use) return "in use: " + source.scope;
  if (!finding.usable) return "not usable: " + source.unavailable_reason;
  if (source.only_if_named)
    return "only with --sensor " + std::string(name_of(source.sensor)) + ": " + source.scope;
  return any_in_use ? "usable, but another one comes first" : "usable, but not wanted";
}

void sensor_rows(const SensorSurvey& examination, RowWriter& rows) {
  const SensorFinding* const in_use = examination.in_use();
  rows.sentence("in use", in_use != nullptr ? std::string(name_of(in_use->source.sensor)) + ": " +
                                                  in_use->source.scope
                                            : "the estimate: no sensor measures the host");
  for (const SensorFinding& finding : examination.sensors) {
    const SensorSource& source = finding.source;
    rows.sentence(name_of(source.sensor), standing_of(finding, in_use != nullptr), false);
    const std::string missing = names_of_missing(source);
    if (!finding.usable && !missing.empty())
      rows.sentence("", "with the right to read it, it would measure: " + missing);
    if (!source.remedy.empty()) rows.sentence("  what to do", source.remedy, true);
    for (const Counter& counter : finding.counters) counted_rows(counter, examination, rows);
    for (const Exclusion& exclusion : source.left_out) left_out_rows(exclusion, examination, rows);
  }
  for (const Device& device : examination.devices)
    rows.sentence(device.counter.name, "with --gpu: " + device.description);
  for (const Exclusion& device : examination.devices_left_out)
    rows.sentence(device.counter.name, "with --gpu: " + device.counter.part + ": " + device.detail);
  if (!examination.no_devices.empty())
    rows.sentence("graphics cards", "none: " + examination.no_devices);
  rows.sentence(in_use != nullptr ? "else the estimate" : "the estimate",
                described(examination.estimate) + ", at the wall");
  if (!examination.access.empty()) rows.sentence("access", examination.access);
}

void clock_rows(const SensorSurvey& examination, RowWriter& rows) {
  rows.sentence("CPU-time clocks",
                listed(names_of(examination.cpu_clocks)) + " (the largest wins)");
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
