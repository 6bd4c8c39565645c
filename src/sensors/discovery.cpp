// SPDX-License-Identifier: Apache-2.0
#include "joules/sensors/discovery.hpp"

#include "joules/host/text_file.hpp"
#include "joules/sensors/domain_rules.hpp"
#include "joules/sensors/power_table.hpp"
#include "joules/sensors/powercap.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace joules {

namespace {

const Zone* parent_of(const Zone& zone, const std::vector<Zone>& zones) {
  const auto found = std::find_if(zones.begin(), zones.end(),
                                  [&](const Zone& other) { return other.id == zone.parent_id; });
  return found == zones.end() ? nullptr : &*found;
}

/// Memory is that of the package whose controllers it hangs on.
std::optional<int> package_of(const Zone& zone, const std::vector<Zone>& zones) {
  const ZoneName name = parse_zone_name(zone.name);
  if (name.kind == ZoneKind::package) return name.package;
  const Zone* const parent = name.kind == ZoneKind::dram ? parent_of(zone, zones) : nullptr;
  return parent ? package_of(*parent, zones) : std::nullopt;
}

/// "dram" alone, or "package-1/dram" where several zones of that name are counted.
std::string unique_name(std::size_t index, const std::vector<Zone>& zones,
                        const std::vector<Verdict>& verdicts) {
  const Zone& zone = zones[index];
  std::string name = zone.name.empty() ? zone.id : zone.name;
  bool unique = true;
  for (std::size_t i = 0; i < zones.size(); ++i)
    unique = unique && (i == index || !verdicts[i].counted || zones[i].name != zone.name);
  if (unique || !verdicts[index].counted) return name;
  if (const Zone* const parent = parent_of(zone, zones)) return parent->name + "/" + name;
  return name + " (" + zone.id + ")";
}

Domain describe(std::size_t index, const std::vector<Zone>& zones,
                const std::vector<Verdict>& verdicts) {
  const Zone& zone = zones[index];
  Domain domain;
  domain.id = zone.id;
  domain.name = unique_name(index, zones, verdicts);
  domain.path = (zone.directory / "energy_uj").string();
  domain.memory = parse_zone_name(zone.name).kind == ZoneKind::dram;
  domain.counted = verdicts[index].counted;
  domain.reason = verdicts[index].reason;
  if (zone.max_range_uj) domain.modulus_uj = modulus_of(*zone.max_range_uj);
  domain.reading_uj = zone.reading_uj;
  domain.unreadable = zone.unreadable;
  domain.package = package_of(zone, zones);
  const bool nameless_among_others = zone.name.empty() && zones.size() > 1;
  if (nameless_among_others && domain.unreadable.empty())
    domain.unreadable = "its name cannot be read";
  return domain;
}

/// Why nothing below `listing` measures the host, and what to do.
void explain_absence(const ZoneListing& listing, bool virtualized, Method& method) {
  const std::string root = listing.root.string();
  if (!listing.dangling.empty()) {
    method.unavailable_reason = root + "/" + listing.dangling.front() + ": masked by the container";
    method.remedy = "bind-mount the host's /sys and name it with --host-root";
    return;
  }
  method.unavailable_reason =
      root + ": " + (listing.unlistable.empty() ? "no RAPL zone in it" : listing.unlistable);
  if (virtualized)
    method.unavailable_reason += " (as in most virtual machines)";
  else
    method.remedy = "try: sudo modprobe intel_rapl_msr";
}

void explain_refusal(const std::vector<const Domain*>& refused, Method& method) {
  method.unavailable_reason = refused.front()->path + ": " + refused.front()->unreadable;
  if (refused.front()->unreadable != system_error("", EACCES).reason) return;
  method.remedy = "run: sudo chown $USER";
  for (const Domain* domain : refused) method.remedy += " " + domain->path;
}

/// All zones as domains: counted ones with an open counter, the rest with what speaks against them.
void sort_zones(const ZoneListing& listing, const CpuIdentity& cpu, Sensors& sensors) {
  const auto verdicts = judge_zones(listing.zones, cpu.vendor);
  for (std::size_t i = 0; i < listing.zones.size(); ++i) {
    Domain domain = describe(i, listing.zones, verdicts);
    if (domain.counted && domain.unreadable.empty()) {
      auto counter = open_powercap_counter(domain);
      if (counter) {
        sensors.method.domains.push_back(std::move(domain));
        sensors.counters.push_back(std::move(*counter));
        continue;
      }
      domain.unreadable = counter.error().reason;
    }
    domain.missing = std::exchange(domain.counted, false);
    sensors.method.left_out.push_back(std::move(domain));
  }
}

/// Half a machine is never reported as the whole: one unreadable package refuses them all. Missing
/// memory is said in the report.
Sensors choose_powercap(const ZoneListing& listing, const CpuIdentity& cpu) {
  Sensors sensors;
  Method& method = sensors.method;
  method.sensor = "powercap";
  sort_zones(listing, cpu, sensors);
  std::vector<const Domain*> refused;
  bool package_refused = false;
  for (const Domain& domain : method.left_out) {
    if (domain.missing) refused.push_back(&domain);
    package_refused |= domain.missing && !domain.memory;
  }
  const bool has_package = std::any_of(method.domains.begin(), method.domains.end(),
                                       [](const Domain& domain) { return !domain.memory; });
  // In a container every zone is a link that leads nowhere.
  const bool masked = !has_package && !listing.dangling.empty();
  if (package_refused && !masked)
    explain_refusal(refused, method);
  else if (!has_package)
    explain_absence(listing, cpu.hypervisor, method);
  if (package_refused || !has_package) sensors.counters.clear();
  return sensors;
}

void fall_back_to_estimate(Sensors& sensors, const CpuIdentity& cpu) {
  Method& method = sensors.method;
  for (Domain& domain : method.domains) {
    domain.counted = false;
    domain.reason = "readable, but not used beside the estimate";
    method.left_out.push_back(domain);
  }
  method.domains.clear();
  method.sensor = "estimate";
  method.model = power_model(power_row_of(cpu));
}

} // namespace

Sensors discover_sensors(const HostRoot& host, const CpuIdentity& cpu, SensorChoice choice,
                         const std::filesystem::path& powercap_root) {
  const auto root = powercap_root.empty() ? host.sys("class/powercap") : powercap_root;
  Sensors sensors = choose_powercap(list_zones(root), cpu);
  if (!sensors.counters.empty() && choice != SensorChoice::estimate) return sensors;
  if (choice == SensorChoice::powercap)
    throw Failure("--sensor powercap: " + why_no_sensor(sensors.method));
  if (choice == SensorChoice::estimate) {
    sensors.counters.clear();
    sensors.method.unavailable_reason.clear(); // chosen, not a makeshift
    sensors.method.remedy.clear();
  }
  fall_back_to_estimate(sensors, cpu);
  return sensors;
}

} // namespace joules
