// SPDX-License-Identifier: Apache-2.0
#include "sensors/second_views.hpp"

#include "joules/host.hpp"
#include "sensors/domain_rules.hpp"
#include "sensors/energy_file.hpp"
#include "sensors/package_arrivals.hpp"

#include <set>
#include <string>
#include <utility>

namespace joules {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view mmio = "intel-rapl-mmio";

void add(const fs::path& zone, std::optional<std::uint64_t> max_range_uj, SecondView view,
         OpenSource& source) {
  Counter identity;
  identity.id = zone.filename().string();
  identity.name = view.name;
  identity.path = (zone / "energy_uj").string();
  if (max_range_uj) identity.modulus = view.modulus = modulus_of(*max_range_uj);
  auto counter = open_energy_file(identity);
  if (counter) source.second_views.push_back({std::move(view), std::move(*counter)});
}

/// nullptr: none that counts, but for memory, has this name.
const Counter* counter_named(const std::string& name, const OpenSource& source) {
  for (const auto& counter : source.counters)
    if (counter->identity().name == name && !counter->identity().memory)
      return &counter->identity();
  return nullptr;
}

bool is_msr_package(const Zone& zone) {
  return parse_zone_name(zone.name).kind == ZoneKind::package && !zone.id.starts_with(mmio);
}

} // namespace

void add_powercap_views(const fs::path& root, OpenSource& perf) {
  std::set<std::string> known;
  for (const auto& counter : perf.counters) known.insert(counter->identity().name);
  for (const std::string& id : sorted_names_in(root)) {
    const auto name = is_top_msr_zone(id) ? read_line(root / id / "name") : std::nullopt;
    if (!name) continue;
    known.insert(*name);
    if (counter_named(*name, perf) != nullptr)
      add(root / id, read_number(root / id / "max_energy_range_uj"),
          {SecondView::Relation::same, *name, *name + " by powercap", {}, {}, {}}, perf);
  }
  perf.arrivals = watch_for_packages(root, std::move(known));
}

void add_mmio_views(const std::vector<Zone>& zones, OpenSource& powercap) {
  for (const Zone& zone : zones) {
    const Counter* const counter = counter_named(zone.name, powercap);
    if (!zone.id.starts_with(mmio) || !zone.unreadable.empty() || counter == nullptr ||
        counter->id.starts_with(mmio))
      continue;
    add(zone.directory, zone.max_range_uj,
        {SecondView::Relation::same, zone.name, zone.name + " by " + zone.id, {}, {}, {}},
        powercap);
  }
}

void add_contained_packages(const std::vector<Zone>& zones, OpenSource& psys) {
  const auto verdicts = classify_zones(zones, ""); // of mirrors only one
  for (std::size_t i = 0; i < zones.size(); ++i)
    if (verdicts[i].counted && is_msr_package(zones[i]) && zones[i].unreadable.empty())
      add(zones[i].directory, zones[i].max_range_uj,
          {SecondView::Relation::contained, "", zones[i].name, {}, {}, {}}, psys);
}

} // namespace joules
