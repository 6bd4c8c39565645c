// SPDX-License-Identifier: Apache-2.0
#include "sensors/powercap_source.hpp"

#include "sensors/domain_rules.hpp"
#include "sensors/energy_file.hpp"
#include "sensors/largest_power.hpp"
#include "sensors/package_arrivals.hpp"
#include "sensors/second_views.hpp"
#include "sensors/zone_place.hpp"

#include <algorithm>

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
                        const std::vector<ZoneRule>& verdicts) {
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
                const std::vector<ZoneRule>& verdicts, const CpuIdentity& cpu, std::size_t cpus) {
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
  domain.distrusted = zone.error_value;
  domain.package = package_of(zone, zones);
  if (parse_zone_name(zone.name).kind == ZoneKind::package)
    domain.largest_power = largest_package_power(zone.limit_uw, cpu, cpus);
  const bool nameless_among_others = zone.name.empty() && zones.size() > 1;
  if (nameless_among_others && domain.unreadable.empty())
    domain.unreadable = "its name cannot be read";
  return domain;
}

/// Why nothing below `listing` measures the host, and what to do.
void explain_absence(const ZoneListing& listing, bool virtualized, SensorSource& source) {
  const std::string root = listing.root.string();
  if (!listing.dangling.empty()) {
    source.unavailable_reason = root + "/" + listing.dangling.front() + ": masked by the container";
    source.remedy = "bind-mount the host's /sys and name it with --host-root";
    return;
  }
  source.unavailable_reason =
      root + ": " + (listing.unlistable.empty() ? "no RAPL zone in it" : listing.unlistable);
  if (virtualized)
    source.unavailable_reason += " (as in most virtual machines)";
  else
    source.remedy = "try: sudo modprobe intel_rapl_msr";
}

/// Whoever may read one zone may read its neighbours.
std::string ownership_remedy(const SensorSource& source) {
  std::string remedy = "run: sudo chown $USER";
  for (const Domain& domain : source.left_out)
    if (domain.missing) remedy += " " + domain.path;
  return remedy;
}

/// All zones as domains: counted ones with an open counter, the rest with what speaks against them.
void sort_zones(const ZoneListing& listing, const std::vector<ZoneRule>& verdicts,
                const CpuIdentity& cpu, std::size_t cpus, SensorSource& source) {
  for (std::size_t i = 0; i < listing.zones.size(); ++i)
    add_domain(
        describe(i, listing.zones, verdicts, cpu, cpus),
        [&](const Domain& domain) {
          return open_energy_file(domain, locate_zone(listing.zones[i], listing));
        },
        source);
}

} // namespace

SensorSource powercap_source(const ZoneListing& listing, const CpuIdentity& cpu, std::size_t cpus) {
  SensorSource source;
  source.sensor = "powercap";
  source.scope = "the processor packages and memory";
  sort_zones(listing, classify_zones(listing.zones, cpu.vendor), cpu, cpus, source);
  add_mmio_views(listing.zones, source);
  source.arrivals = watch_for_packages(listing);
  const bool package_refused =
      std::any_of(source.left_out.begin(), source.left_out.end(),
                  [](const Domain& domain) { return domain.missing && !domain.memory; });
  const bool has_package = std::any_of(source.domains.begin(), source.domains.end(),
                                       [](const Domain& domain) { return !domain.memory; });
  // In a container every zone is a link that leads nowhere.
  const bool masked = !has_package && !listing.dangling.empty();
  // One unreadable package refuses them all; memory that is missing is said in the report.
  if (package_refused && !masked)
    set_availability(source, ownership_remedy(source), "");
  else if (!has_package)
    explain_absence(listing, cpu.hypervisor, source);
  return source;
}

SensorSource psys_source(const ZoneListing& listing) {
  SensorSource source;
  source.sensor = "psys";
  source.scope = "the platform, as far as its maker has wired it: up to the whole machine";
  sort_zones(listing, classify_platform_zones(listing.zones), CpuIdentity(), 0, source);
  add_contained_packages(listing.zones, source);
  for (Domain& domain : source.domains) domain.largest_power = largest_machine_power;
  set_availability(source, ownership_remedy(source),
                   listing.root.string() + ": no zone that measures the platform");
  return source;
}

} // namespace joules
