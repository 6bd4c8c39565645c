// SPDX-License-Identifier: Apache-2.0
#include "sensors/powercap_source.hpp"

#include "sensors/domain_rules.hpp"
#include "sensors/energy_file.hpp"
#include "sensors/largest_power.hpp"
#include "sensors/package_arrivals.hpp"
#include "sensors/second_views.hpp"
#include "sensors/zone_place.hpp"

#include <algorithm>
#include <set>

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

Counter describe(std::size_t index, const std::vector<Zone>& zones,
                 const std::vector<ZoneRule>& verdicts, const CpuIdentity& cpu, std::size_t cpus) {
  const Zone& zone = zones[index];
  const ZoneKind kind = parse_zone_name(zone.name).kind;
  Counter counter;
  counter.id = zone.id;
  counter.name = unique_name(index, zones, verdicts);
  counter.path = (zone.directory / "energy_uj").string();
  counter.part = verdicts[index].reason;
  counter.of_host = verdicts[index].counted;
  counter.memory = kind == ZoneKind::dram;
  counter.package = package_of(zone, zones);
  if (zone.max_range_uj) counter.modulus = modulus_of(*zone.max_range_uj);
  counter.period_known = !cpu.hypervisor; // by Intel SDM vol. 3B 14.9 and amd_energy.rst: 1 ms
  if (kind == ZoneKind::package)
    counter.largest_power = largest_package_power(zone.limit_uw, cpu, cpus);
  if (kind == ZoneKind::psys) counter.largest_power = largest_machine_power;
  counter.reading_uj = zone.reading_uj;
  return counter;
}

std::optional<Trouble> trouble_with(const Zone& zone, const std::vector<Zone>& zones) {
  const bool nameless_among_others = zone.name.empty() && zones.size() > 1;
  if (nameless_among_others && zone.unreadable.empty())
    return trouble_of("its name cannot be read", false);
  return trouble_of(zone.unreadable, zone.error_value);
}

/// Why nothing below `listing` measures the host, and what to do.
void explain_absence(const ZoneListing& listing, const RaplAbsence& absence, SensorSource& source) {
  const std::string root = listing.root.string();
  if (!listing.dangling.empty()) {
    source.unavailable_reason = root + "/" + listing.dangling.front() + ": masked by the container";
    source.remedy = unmask_remedy;
    return;
  }
  source.unavailable_reason =
      root + ": " + (listing.unlistable.empty() ? "no RAPL zone in it" : listing.unlistable) +
      absence.because;
  source.remedy = absence.remedy;
}

/// Whoever may read one zone may read its neighbours.
std::string ownership_remedy(const SensorSource& source) {
  std::string remedy = "run: sudo chown $USER";
  for (const Exclusion& exclusion : source.left_out)
    if (exclusion.is_missing()) remedy += " " + exclusion.counter.path;
  return remedy;
}

/// All zones as counters: open where they count, else left out with what speaks against them.
void sort_zones(const ZoneListing& listing, const std::vector<ZoneRule>& verdicts,
                const CpuIdentity& cpu, std::size_t cpus, OpenSource& source) {
  for (std::size_t i = 0; i < listing.zones.size(); ++i)
    add_counter(
        describe(i, listing.zones, verdicts, cpu, cpus),
        trouble_with(listing.zones[i], listing.zones),
        [&](const Counter& counter) {
          return open_energy_file(counter, locate_zone(listing.zones[i], listing));
        },
        source);
}

/// Packages that have come, and their memory, as far as they count.
std::vector<Arrival> open_packages(const ZoneListing& listing, const std::vector<std::string>& ids,
                                   const CpuIdentity& cpu, std::size_t cpus) {
  OpenSource all;
  sort_zones(listing, classify_zones(listing.zones, cpu.vendor), cpu, cpus, all);
  const auto has_come = [&](const std::string& zone) {
    return std::ranges::any_of(
        ids, [&](const std::string& id) { return zone == id || zone.starts_with(id + ":"); });
  };
  std::vector<Arrival> arrivals;
  for (auto& counter : all.counters)
    if (const Counter& about = counter->identity(); has_come(about.id))
      arrivals.push_back({about.name, about.path, std::move(counter)});
  for (const Exclusion& one : all.about.left_out)
    if (one.is_missing() && has_come(one.counter.id))
      arrivals.push_back({one.counter.name, one.counter.path, nullptr});
  return arrivals;
}

std::unique_ptr<ArrivalWatch> follow_packages(const ZoneListing& listing, const CpuIdentity& cpu,
                                              std::size_t cpus) {
  std::set<std::string> known;
  for (const Zone& zone : listing.zones) known.insert(zone.name);
  return watch_for_packages(
      listing.root, std::move(known),
      [cpu, cpus](const std::filesystem::path& root, const std::vector<std::string>& ids) {
        return open_packages(list_zones(root), ids, cpu, cpus);
      });
}

} // namespace

OpenSource powercap_source(const ZoneListing& listing, const CpuIdentity& cpu, std::size_t cpus,
                           const RaplAbsence& absence) {
  OpenSource source;
  source.about.sensor = Sensor::powercap;
  source.about.scope = "the processor packages and memory";
  sort_zones(listing, classify_zones(listing.zones, cpu.vendor), cpu, cpus, source);
  add_mmio_views(listing.zones, source);
  source.arrivals = follow_packages(listing, cpu, cpus);
  const bool package_refused =
      std::ranges::any_of(source.about.left_out, [](const Exclusion& exclusion) {
        return exclusion.is_missing() && !exclusion.counter.memory;
      });
  const bool has_package = std::ranges::any_of(
      source.counters, [](const auto& counter) { return !counter->identity().memory; });
  // In a container every zone is a link that leads nowhere.
  const bool masked = !has_package && !listing.dangling.empty();
  // One unreadable package refuses them all; memory that is missing is said in the report.
  if (package_refused && !masked)
    set_availability(source, ownership_remedy(source.about), "");
  else if (!has_package)
    explain_absence(listing, absence, source.about);
  return source;
}

OpenSource psys_source(const ZoneListing& listing) {
  OpenSource source;
  source.about.sensor = Sensor::psys;
  source.about.scope = "the platform, as far as its maker has wired it: up to the whole machine";
  sort_zones(listing, classify_platform_zones(listing.zones), CpuIdentity(), 0, source);
  add_contained_packages(listing.zones, source);
  set_availability(source, ownership_remedy(source.about),
                   listing.root.string() + ": no zone that measures the platform");
  return source;
}

} // namespace joules
