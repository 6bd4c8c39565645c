// SPDX-License-Identifier: Apache-2.0
#include "sensors/package_arrivals.hpp"

#include "joules/host.hpp"
#include "sensors/domain_rules.hpp"

#include <utility>

namespace joules {

namespace fs = std::filesystem;

namespace {

/// intel-rapl-mmio shows package 0 once more, which was there from the start.
bool is_top_zone(const std::string& id) {
  return id.starts_with("intel-rapl:") && id.find(':') == id.rfind(':');
}

} // namespace

std::set<std::string> known_by(const ZoneListing& listing) {
  std::set<std::string> known;
  for (const Zone& zone : listing.zones) {
    known.insert(zone.id);
    known.insert(zone.name);
  }
  return known;
}

std::vector<std::string> arrived_packages(const fs::path& root,
                                          const std::set<std::string>& known) {
  std::vector<std::string> arrived;
  for (const std::string& id : sorted_names_in(root)) {
    if (!is_top_zone(id) || known.contains(id)) continue;
    const std::string name = read_line(root / id / "name").value_or("");
    if (parse_zone_name(name).kind == ZoneKind::package && !known.contains(name))
      arrived.push_back(id);
  }
  return arrived;
}

FindArrivals watch_for_packages(fs::path root, std::set<std::string> known) {
  return [root = std::move(root), known = std::move(known)](const std::set<std::string>& but_for) {
    std::vector<Arrival> arrivals;
    for (const std::string& id : arrived_packages(root, known)) {
      const fs::path zone = root / id;
      const std::string name = read_line(zone / "name").value_or("");
      if (!but_for.contains(name))
        arrivals.push_back({name, (zone / "energy_uj").string(), nullptr});
    }
    return arrivals;
  };
}

} // namespace joules
