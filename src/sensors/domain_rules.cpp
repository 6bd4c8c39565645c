// SPDX-License-Identifier: Apache-2.0
#include "sensors/domain_rules.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace joules {

namespace {

/// Reads a number from the front of `text` and takes it off; -1 when there is none.
int take_number(std::string_view& text) {
  int number = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return -1;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool is_mmio(const Zone& zone) {
  return zone.id.starts_with("intel-rapl-mmio");
}

bool one_counter_per_package(std::string_view vendor) {
  return vendor == "AuthenticAMD" || vendor == "HygonGenuine";
}

/// The zone, listed before it, of the package whose counter this die shows once more. Told by the
/// vendor; what only its readings tell is found once the counters are open.
const Zone* mirrored_by(const Zone& zone, const std::vector<Zone>& zones, std::string_view vendor) {
  const ZoneName name = parse_zone_name(zone.name);
  if (name.kind != ZoneKind::package || name.die < 0) return nullptr;
  if (!one_counter_per_package(vendor)) return nullptr;
  for (const Zone& other : zones) {
    if (&other == &zone) return nullptr;
    const ZoneName other_name = parse_zone_name(other.name);
    if (other_name.kind != ZoneKind::package || other_name.package != name.package) continue;
    if (is_mmio(other) == is_mmio(zone)) return &other;
  }
  return nullptr;
}

/// intel-rapl-mmio shows package 0 a second time, through another register. It counts only where
/// the first view cannot be read and it can.
bool is_second_view(const Zone& zone, const std::vector<Zone>& zones) {
  const bool readable = zone.unreadable.empty();
  return std::any_of(zones.begin(), zones.end(), [&](const Zone& other) {
    if (other.name != zone.name || is_mmio(other) == is_mmio(zone)) return false;
    const bool other_readable = other.unreadable.empty();
    return is_mmio(zone) ? other_readable || !readable : other_readable && !readable;
  });
}

std::string container_name(const Zone& zone, const std::vector<Zone>& zones) {
  for (const Zone& other : zones)
    if (other.id == zone.parent_id) return other.name;
  return "its package";
}

ZoneRule judge(const Zone& zone, const std::vector<Zone>& zones, std::string_view vendor) {
  if (is_second_view(zone, zones))
    return {false, "the same as " + zone.name + " of intel-rapl" + (is_mmio(zone) ? "" : "-mmio")};
  switch (parse_zone_name(zone.name).kind) {
  case ZoneKind::package:
    if (const Zone* first = mirrored_by(zone, zones, vendor))
      return {false, "shows the counter of " + first->name + " once more"};
    return {true, "a processor package"};
  case ZoneKind::dram: return {true, "memory, not contained in the package"};
  case ZoneKind::core:
  case ZoneKind::uncore: return {false, "contained in " + container_name(zone, zones)};
  case ZoneKind::psys: return {false, "the platform, which contains the packages (--sensor psys)"};
  case ZoneKind::unnamed:
    if (zone.masked) return {zone.parent_id.empty(), "masked by the container, perhaps a package"};
    // Only Scaphandre's guests have zones without a name: one counter for the virtual machine.
    if (zone.parent_id.empty() && zones.size() == 1)
      return {true, "the one counter that the hypervisor gives this guest"};
    // Half a machine is never the whole: what cannot be told from a package is missed like one.
    return {zone.parent_id.empty(), "a zone without a name, perhaps a package"};
  case ZoneKind::unknown: return {false, "a name that joules does not know"};
  }
  std::abort();
}

/// Some makers have not wired it, or to one socket only: then it counts less than what it should
/// contain. Told by two readings, where the packages moved between them.
bool counts_less_than_packages(const Zone& platform, const std::vector<Zone>& zones) {
  const auto moved = [](const Zone& zone) {
    return zone.reading_uj && zone.later_uj && *zone.later_uj > *zone.reading_uj
               ? *zone.later_uj - *zone.reading_uj
               : 0;
  };
  std::uint64_t packages = 0;
  for (const Zone& zone : zones)
    if (parse_zone_name(zone.name).kind == ZoneKind::package && !is_mmio(zone))
      packages += moved(zone);
  return packages > 0 && moved(platform) < packages;
}

ZoneRule judge_for_platform(const Zone& zone, const std::vector<Zone>& zones) {
  if (parse_zone_name(zone.name).kind != ZoneKind::psys)
    return {false, "contained in the platform's counter"};
  if (counts_less_than_packages(zone, zones))
    return {false, "counts less than the packages: it is not wired on this machine"};
  return {true, "the platform, which contains the packages"};
}

} // namespace

ZoneName parse_zone_name(std::string_view name) {
  if (name.empty()) return {ZoneKind::unnamed, -1, -1};
  if (name == "core") return {ZoneKind::core, -1, -1};
  if (name == "uncore") return {ZoneKind::uncore, -1, -1};
  if (name == "dram") return {ZoneKind::dram, -1, -1};
  if (name == "psys" || name.starts_with("psys-")) return {ZoneKind::psys, -1, -1};
  ZoneName parsed{ZoneKind::package, -1, -1};
  if (!take_prefix(name, "package-") || (parsed.package = take_number(name)) < 0) return {};
  if (take_prefix(name, "-die-") && (parsed.die = take_number(name)) < 0) return {};
  return name.empty() ? parsed : ZoneName{};
}

std::vector<ZoneRule> classify_zones(const std::vector<Zone>& zones, std::string_view cpu_vendor) {
  std::vector<ZoneRule> verdicts;
  verdicts.reserve(zones.size());
  for (const Zone& zone : zones) verdicts.push_back(judge(zone, zones, cpu_vendor));
  return verdicts;
}

std::vector<ZoneRule> classify_platform_zones(const std::vector<Zone>& zones) {
  std::vector<ZoneRule> verdicts;
  for (const Zone& zone : zones) verdicts.push_back(judge_for_platform(zone, zones));
  return verdicts;
}

} // namespace joules
