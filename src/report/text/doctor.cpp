// SPDX-License-Identifier: Apache-2.0
#include "report/text/doctor.hpp"

#include "report/number.hpp"
#include "report/text/phrases.hpp"
#include "report/text/rows.hpp"

#include <fmt/format.h>

#include <algorithm>

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
    text = amount(micro(*counter.power_uw), 4, "W") +
           (counter.period_known ? ", a mean of " + milliseconds(counter.period) : "") +
           ", to be integrated";
  if (counter.modulus)
    text += fmt::format(", wraps every {}: {} at 100 W",
                        amount(joules_of(*counter.modulus).value, 4, "J"),
                        amount(wrap_time(*counter.modulus).count() * 10, 3, "s"));
  if (!counter.is_integrated() && counter.period_known)
    text += ", updated every " + milliseconds(counter.period);
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

std::string standing_of(const Exclusion& exclusion) {
  if (exclusion.reason == Exclusion::Reason::implausible) return "not believed";
  return exclusion.is_missing() ? "missing" : "not counted";
}

void left_out_rows(const Exclusion& exclusion, const SensorSurvey& examination, RowWriter& rows) {
  const Counter& counter = exclusion.counter;
  rows.sentence("  " + counter.id,
                counter.name + ", " + standing_of(exclusion) + ": " + why_excluded(exclusion));
  rows.sentence("", file_of(counter, examination) +
                        (exclusion.gave_no_energy() ? exclusion.detail : reading_of(counter)));
}

/// One line for all counters that stand alike.
void kinds_of_counters(const SensorFinding& finding, RowWriter& rows) {
  struct Group {
    std::string standing, reason;
    std::vector<std::string> names;
  };
  std::vector<Group> groups;
  const auto add = [&](const std::string& standing, const std::string& reason,
                       const std::string& name) {
    auto known = std::ranges::find_if(groups, [&](const Group& group) {
      return group.standing == standing && group.reason == reason;
    });
    if (known == groups.end()) known = groups.insert(known, {standing, reason, {}});
    known->names.push_back(name);
  };
  for (const Counter& counter : finding.counters) add("counted", counter.part, counter.name);
  for (const Exclusion& exclusion : finding.source.left_out) {
    const std::string why = exclusion.gave_no_energy() ? exclusion.detail : why_excluded(exclusion);
    // What differs in the number of its package only is one kind.
    const bool inside =
        finding.source.left_out.size() > 4 && why.starts_with("contained in package-");
    add(standing_of(exclusion), inside ? "contained in a package" : why, exclusion.counter.name);
  }
  for (const Group& group : groups)
    rows.sentence("  " + group.standing, listed_by_kind(group.names) + ": " + group.reason);
}

/// Where rights are what is lacking.
std::string names_of_missing(const SensorSource& source) {
  std::vector<std::string> names;
  for (const Exclusion& exclusion : source.left_out)
    if (exclusion.is_missing() && (exclusion.detail.starts_with("Permission denied") ||
                                   exclusion.detail.starts_with("Operation not permitted")))
      names.push_back(exclusion.counter.name);
  return listed_by_kind(names);
}

std::string standing_of(const SensorFinding& finding, bool any_in_use) {
  const SensorSource& source = finding.source;
  if (finding.in_use) return "in use: " + source.scope;
  if (!finding.usable) return "not usable: " + source.unavailable_reason;
  if (source.only_if_named)
    return "only with --sensor " + std::string(name_of(source.sensor)) + ": " + source.scope;
  return any_in_use ? "usable, but another one comes first" : "usable, but not wanted";
}

bool exists(const SensorFinding& finding) {
  return finding.usable || !finding.counters.empty() || !finding.source.left_out.empty();
}

/// What would help most: of the sensors that a run would take, the first that can be mended.
std::string first_remedy(const SensorSurvey& examination) {
  std::string remedy;
  for (const SensorFinding& finding : examination.sensors) {
    if (finding.source.only_if_named || finding.source.remedy.empty()) continue;
    if (exists(finding)) return finding.source.remedy;
    if (remedy.empty()) remedy = finding.source.remedy;
  }
  return remedy;
}

void kind_rows(const SensorFinding& finding, const SensorSurvey& examination, bool verbose,
               RowWriter& rows) {
  const SensorSource& source = finding.source;
  rows.sentence(name_of(source.sensor), standing_of(finding, examination.in_use() != nullptr),
                false);
  const std::string missing = names_of_missing(source);
  if (!finding.usable && !missing.empty())
    rows.sentence("", "with the right to read it, it would measure: " + missing);
  if (!source.remedy.empty() && (verbose || source.remedy != first_remedy(examination)))
    rows.sentence("  what to do", source.remedy, true);
  if (!verbose) return kinds_of_counters(finding, rows);
  for (const Counter& counter : finding.counters) counted_rows(counter, examination, rows);
  for (const Exclusion& exclusion : source.left_out) left_out_rows(exclusion, examination, rows);
}

void card_rows(const SensorSurvey& examination, RowWriter& rows) {
  for (const Device& device : examination.devices)
    rows.sentence(device.counter.name, "with --gpu: " + device.description);
  for (const Exclusion& device : examination.devices_left_out)
    rows.sentence(device.counter.name, "not with --gpu: " + device.counter.part +
                                           (device.detail.empty() ? "" : ": " + device.detail));
}

void sensor_rows(const SensorSurvey& examination, bool verbose, RowWriter& rows) {
  const SensorFinding* const in_use = examination.in_use();
  if (in_use != nullptr)
    rows.sentence("in use",
                  std::string(name_of(in_use->source.sensor)) + ": " + in_use->source.scope);
  else
    rows.sentence("in use", examination.no_estimate.empty()
                                ? "the estimate: no sensor measures the host"
                                : "none: " + examination.no_estimate);
  const std::string remedy = first_remedy(examination);
  if (in_use == nullptr && !remedy.empty()) rows.sentence("what to do", remedy, true);
  const auto whole = std::ranges::find_if(examination.sensors, [](const SensorFinding& finding) {
    return finding.usable && finding.source.only_if_named;
  });
  if (in_use == nullptr && whole != examination.sensors.end())
    rows.sentence(remedy.empty() ? "what to do" : "or",
                  fmt::format("name another sensor: --sensor {} measures {}",
                              name_of(whole->source.sensor), whole->source.scope),
                  true);
  std::vector<std::string> absent;
  for (const SensorFinding& finding : examination.sensors)
    if (verbose || exists(finding))
      kind_rows(finding, examination, verbose, rows);
    else
      absent.emplace_back(name_of(finding.source.sensor));
  card_rows(examination, rows);
  if (!examination.no_devices.empty() && verbose)
    rows.sentence("graphics cards", "none: " + examination.no_devices);
  else if (examination.devices.empty())
    absent.emplace_back("graphics cards");
  if (!absent.empty()) rows.sentence("not found", listed(absent) + " (-v: why)");
  if (examination.no_estimate.empty())
    rows.sentence(in_use != nullptr ? "else the estimate" : "the estimate",
                  described(examination.estimate) + ", at the wall");
  if (!examination.access.empty() && (verbose || in_use == nullptr))
    rows.sentence("access", examination.access);
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
  if (!host.board.empty()) rows.sentence("machine", host.board);
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
  if (host.smt)
    rows.sentence("SMT", *host.smt ? "on: two threads share a core, and its energy" : "off");
  if (examination.view.hybrid)
    rows.sentence("hybrid cores", "yes: a second of one kind costs more than of another", true);
  if (examination.view.filtered_counters)
    rows.sentence("SGX", "on: the energy counters are blurred, short runs most", true);
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
  sensor_rows(examination, style.verbose, rows);
  rows.headline("joules: process tree");
  clock_rows(examination, rows);
  rows.headline("joules: what makes this host's numbers noisy");
  noise_rows(examination, rows);
  return rows.text();
}

} // namespace joules
