// SPDX-License-Identifier: Apache-2.0
#include "sensors/powercap.hpp"

#include "joules/host.hpp"
#include "sensors/error_value.hpp"
#include "sensors/open_source.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <set>
#include <thread>

namespace joules {

namespace fs = std::filesystem;

namespace {

/// Depth of intel-rapl/intel-rapl:0/intel-rapl:0:0, and one to spare.
constexpr int deepest_zone = 4;
/// 32-bit registers of at most 1 J a unit (psys of Sapphire Rapids) end long before this.
constexpr std::uint64_t largest_range_uj = std::uint64_t{1} << 62;

bool is_control_type(std::string_view name) {
  return name == "intel-rapl" || name == "intel-rapl-mmio";
}

/// A control type and ids: "intel-rapl:0:a". The kernel prints ids in hexadecimal.
bool is_zone_name(std::string_view name) {
  const auto colon = name.find(':');
  if (colon == std::string_view::npos || !is_control_type(name.substr(0, colon))) return false;
  const std::string_view ids = name.substr(colon);
  return ids.find_first_not_of(":0123456789abcdef") == std::string_view::npos &&
         ids.find("::") == std::string_view::npos && ids.back() != ':';
}

/// Why a number is no reading; empty: it is one.
std::string why_no_reading(std::uint64_t reading_uj, const std::optional<std::uint64_t>& range_uj) {
  if (range_uj && reading_uj > *range_uj) return beyond_its_range;
  return is_error_value(reading_uj) || reading_uj == range_uj ? shows_error_value : "";
}

void read_energy(Zone& zone) {
  zone.error_value = false;
  zone.unreadable.clear();
  const auto text = read_text(zone.directory / "energy_uj");
  if (!text) {
    zone.unreadable = text.error().reason;
    zone.error = text.error().code;
    return;
  }
  zone.reading_uj = parse_unsigned(*text);
  if (!zone.reading_uj) zone.unreadable = trimmed(*text).empty() ? "empty" : "not a number";
  if (!zone.reading_uj) return;
  zone.unreadable = why_no_reading(*zone.reading_uj, zone.max_range_uj);
  zone.error_value = !zone.unreadable.empty();
  if (zone.error_value) zone.reading_uj.reset();
}

/// Reads the counters that count again where they show an error value; that takes 50 ms in all.
void read_error_values_again(std::vector<Zone>& zones) {
  const auto is_error = [](const Zone& zone) {
    return zone.error_value && (zone.name.starts_with("package") || zone.name == "dram");
  };
  for (int again = 0; again < 5 && std::ranges::any_of(zones, is_error); ++again) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    for (Zone& zone : zones)
      if (is_error(zone)) read_energy(zone);
  }
}

/// Reads the package's own limits of its power.
void read_limits(Zone& zone) {
  for (const char* file :
       {"constraint_0_max_power_uw", "constraint_0_power_limit_uw", "constraint_1_power_limit_uw"})
    if (const auto limit = read_number(zone.directory / file))
      zone.limit_uw = std::max(zone.limit_uw.value_or(0), *limit);
}

Zone read_zone(const fs::path& directory, const std::string& id) {
  Zone zone;
  zone.id = id;
  zone.parent_id = parent_id_of(id);
  zone.directory = directory;
  zone.name = read_line(directory / "name").value_or("");
  zone.max_range_uj = read_number(directory / "max_energy_range_uj");
  // A range that no counter of the kernel has is as good as none.
  if (zone.max_range_uj && (*zone.max_range_uj == 0 || *zone.max_range_uj > largest_range_uj))
    zone.max_range_uj.reset();
  read_energy(zone);
  if (zone.reading_uj && zone.name.starts_with("package")) read_limits(zone);
  return zone;
}

/// A zone that is there, and that nothing can be known of: it may be a package.
Zone unreachable_zone(const fs::path& directory, const std::string& id, const std::string& why) {
  Zone zone;
  zone.id = id;
  zone.parent_id = parent_id_of(id);
  zone.directory = directory;
  zone.unreadable = why;
  return zone;
}

/// In the order of their names.
Result<std::vector<fs::path>> entries_of(const fs::path& directory) {
  const auto names = names_in(directory);
  if (!names) return names.error();
  std::vector<fs::path> entries;
  for (const std::string& name : *names) entries.push_back(directory / name);
  std::sort(entries.begin(), entries.end());
  return entries;
}

/// Walks the directory; the class directory links to zones that are also met below their parents,
/// so each real directory is taken once.
void collect(const std::vector<fs::path>& entries, int depth, std::set<FileId>& seen,
             ZoneListing& listing) {
  if (depth > deepest_zone) return;
  for (const fs::path& entry : entries) {
    const std::string name = entry.filename().string();
    const bool zone = is_zone_name(name);
    if (!zone && !is_control_type(name)) continue;
    const auto id = id_of(entry);
    if (!id) {
      if (zone) {
        listing.zones.push_back(unreachable_zone(entry, name, id.error().reason));
        listing.zones.back().masked = true;
      }
      listing.dangling.push_back(name);
      continue;
    }
    if (!seen.insert(*id).second) continue;
    const auto inside = entries_of(entry);
    if (!inside && inside.error().code == ENOTDIR) continue;
    // Scaphandre gives its guests an empty subzone directory beside the one that counts.
    const bool empty = inside && inside->empty();
    if (zone && !empty) listing.zones.push_back(read_zone(entry, name));
    if (inside) collect(*inside, depth + 1, seen, listing);
  }
}

} // namespace

std::string parent_id_of(const std::string& id) {
  const auto last = id.rfind(':');
  return id.find(':') == last ? std::string() : id.substr(0, last);
}

bool is_top_msr_zone(const std::string& id) {
  return id.starts_with("intel-rapl:") && parent_id_of(id).empty();
}

ZoneListing list_zones(const fs::path& root) {
  ZoneListing listing;
  listing.root = root;
  const auto entries = entries_of(root);
  if (!entries) listing.unlistable = entries.error().reason;
  std::set<FileId> seen;
  if (entries) collect(*entries, 0, seen, listing);
  read_error_values_again(listing.zones);
  return listing;
}

void look_again(ZoneListing& listing, std::chrono::milliseconds pause) {
  std::this_thread::sleep_for(pause);
  for (Zone& zone : listing.zones) zone.later_uj = read_number(zone.directory / "energy_uj");
}

std::uint64_t all_ones_of(Microjoules modulus) {
  const std::uint64_t unit = (modulus.count + (std::uint64_t{1} << 31)) >> 32;
  return modulus.count - std::max<std::uint64_t>(unit, 1);
}

Microjoules modulus_of(std::uint64_t max_range_uj) {
  constexpr std::uint64_t register_range = 0xffffffff;
  const std::uint64_t unit = (max_range_uj + register_range / 2) / register_range;
  return {max_range_uj + std::max<std::uint64_t>(unit, 1)};
}

} // namespace joules
