// SPDX-License-Identifier: Apache-2.0
#include "sensors/zone_place.hpp"

#include "joules/host.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace joules {

namespace fs = std::filesystem;

namespace {

struct ZonePlace {
  fs::path root, directory; // the class's, and that of the zone where it was
  std::string id, name, parent_name;
};

std::string control_type_of(const std::string& id) {
  return id.substr(0, id.find(':'));
}

bool is_named(const fs::path& directory, const std::string& name) {
  return read_line(directory / "name").value_or("") == name;
}

/// The zone around one lies around its directory, or beside it: the class lists zones of every
/// depth side by side.
fs::path parent_of(const fs::path& directory, const std::string& parent_id) {
  const fs::path around = directory.parent_path();
  return around.filename() == parent_id ? around : around / parent_id;
}

bool is_the_zone(const fs::path& directory, const ZonePlace& place) {
  const std::string parent = parent_id_of(directory.filename().string());
  return is_named(directory, place.name) &&
         (parent.empty() || is_named(parent_of(directory, parent), place.parent_name));
}

bool is_alike(const std::string& id, const std::string& other) {
  return control_type_of(id) == control_type_of(other) &&
         std::ranges::count(id, ':') == std::ranges::count(other, ':');
}

fs::path found(const ZonePlace& place) {
  // Scaphandre's guests have one zone, and no names.
  if (place.name.empty() || is_the_zone(place.directory, place))
    return place.directory / "energy_uj";
  for (const std::string& name : sorted_names_in(place.root))
    if (is_alike(name, place.id) && is_the_zone(place.root / name, place))
      return place.root / name / "energy_uj";
  return {};
}

} // namespace

LocateFile locate_zone(const Zone& zone, const ZoneListing& listing) {
  ZonePlace place{listing.root, zone.directory, zone.id, zone.name, ""};
  for (const Zone& other : listing.zones)
    if (other.id == zone.parent_id) place.parent_name = other.name;
  return [place = std::move(place)] { return found(place); };
}

} // namespace joules
