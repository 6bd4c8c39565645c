// SPDX-License-Identifier: Apache-2.0
#include "joules/sensors/powercap.hpp"

#include "joules/host/text_file.hpp"

#include <algorithm>
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

std::string parent_of(const std::string& id) {
  const auto last = id.rfind(':');
  return id.find(':') == last ? std::string() : id.substr(0, last);
}

void read_energy(Zone& zone) {
  const auto text = read_text(zone.directory / "energy_uj");
  if (!text) {
    zone.unreadable = text.error().reason;
    zone.error = text.error().code;
    return;
  }
  zone.reading_uj = parse_unsigned(*text);
  if (!zone.reading_uj) zone.unreadable = trimmed(*text).empty() ? "empty" : "not a number";
}

Zone read_zone(const fs::path& directory, const std::string& id) {
  Zone zone;
  zone.id = id;
  zone.parent_id = parent_of(id);
  zone.directory = directory;
  zone.name = read_line(directory / "name").value_or("");
  zone.max_range_uj = read_number(directory / "max_energy_range_uj");
  // A range that no counter of the kernel has is as good as none.
  if (zone.max_range_uj && (*zone.max_range_uj == 0 || *zone.max_range_uj > largest_range_uj))
    zone.max_range_uj.reset();
  read_energy(zone);
  return zone;
}

/// A zone that is there, and that nothing can be known of: it may be a package.
Zone unreachable_zone(const fs::path& directory, const std::string& id, const std::string& why) {
  Zone zone;
  zone.id = id;
  zone.parent_id = parent_of(id);
  zone.directory = directory;
  zone.unreadable = why;
  return zone;
}

/// In the order of their names; `error` is why they are not known.
std::vector<fs::path> entries_of(const fs::path& directory, std::error_code& error) {
  std::vector<fs::path> entries;
  for (fs::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error))
    entries.push_back(entry->path());
  std::sort(entries.begin(), entries.end());
  return entries;
}

/// Walks the directory; the class directory links to zones that are also met below their parents,
/// so each real directory is taken once.
void collect(const std::vector<fs::path>& entries, int depth, std::set<fs::path>& seen,
             ZoneListing& listing) {
  if (depth > deepest_zone) return;
  for (const fs::path& entry : entries) {
    const std::string name = entry.filename().string();
    const bool zone = is_zone_name(name);
    if (!zone && !is_control_type(name)) continue;
    std::error_code error;
    const fs::path real = fs::canonical(entry, error);
    if (error) {
      if (zone) listing.zones.push_back(unreachable_zone(entry, name, error.message()));
      listing.dangling.push_back(name);
      continue;
    }
    if (!seen.insert(real).second) continue;
    const std::vector<fs::path> inside = entries_of(entry, error);
    if (error == std::errc::not_a_directory) continue;
    // Scaphandre gives its guests an empty subzone directory beside the one that counts.
    const bool empty = !error && inside.empty();
    if (zone && !empty) listing.zones.push_back(read_zone(entry, name));
    collect(inside, depth + 1, seen, listing);
  }
}

} // namespace

ZoneListing list_zones(const fs::path& root) {
  ZoneListing listing;
  listing.root = root;
  std::error_code error;
  const std::vector<fs::path> entries = entries_of(root, error);
  if (error) listing.unlistable = error.message();
  std::set<fs::path> seen;
  collect(entries, 0, seen, listing);
  return listing;
}

void look_again(ZoneListing& listing, std::chrono::milliseconds pause) {
  std::this_thread::sleep_for(pause);
  for (Zone& zone : listing.zones) zone.later_uj = read_number(zone.directory / "energy_uj");
}

std::uint64_t modulus_of(std::uint64_t max_range_uj) {
  constexpr std::uint64_t register_range = 0xffffffff;
  const std::uint64_t unit = (max_range_uj + register_range / 2) / register_range;
  return max_range_uj + std::max<std::uint64_t>(unit, 1);
}

} // namespace joules
