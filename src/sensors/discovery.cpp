// SPDX-License-Identifier: Apache-2.0
#include "sensors/discovery.hpp"

#include "joules/host.hpp"
#include "sensors/battery.hpp"
#include "sensors/cray.hpp"
#include "sensors/hwmon.hpp"
#include "sensors/mirrors.hpp"
#include "sensors/perf_power.hpp"
#include "sensors/power_table.hpp"
#include "sensors/powercap.hpp"
#include "sensors/powercap_source.hpp"
#include "sensors/second_views.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace joules {

namespace {

/// How long psys is watched beside the packages, to see whether it counts at all.
constexpr auto platform_watch = std::chrono::seconds(1);

ZoneListing zones_of(const SensorSearch& search) {
  return list_zones(search.powercap_root.empty() ? search.host.sys("class/powercap")
                                                 : search.powercap_root);
}

/// Zones that were named may be another machine's, whose CPUs these are not.
std::size_t cpus_of(const SensorSearch& search) {
  if (!search.powercap_root.empty()) return 0;
  return parse_cpu_list(read_line(search.host.sys("devices/system/cpu/online")).value_or(""))
      .size();
}

OpenSource find_perf(const SensorSearch& search) {
  return perf_source(search.host, search.cpu);
}

OpenSource find_powercap(const SensorSearch& search) {
  return powercap_source(zones_of(search), search.cpu, cpus_of(search),
                         why_no_rapl(search.host, search.cpu));
}

OpenSource find_hwmon(const SensorSearch& search) {
  return hwmon_source(search.host);
}

OpenSource find_cray(const SensorSearch& search) {
  return cray_source(search.host);
}

OpenSource find_system(const SensorSearch& search) {
  OpenSource node = cray_node_source(search.host);
  return node.exists() ? std::move(node) : system_source(search.host);
}

OpenSource find_psys(const SensorSearch& search) {
  ZoneListing listing = zones_of(search);
  const bool has_platform =
      std::any_of(listing.zones.begin(), listing.zones.end(),
                  [](const Zone& zone) { return zone.name.starts_with("psys"); });
  if (has_platform) look_again(listing, platform_watch);
  OpenSource source = psys_source(listing);
  if (source.is_usable() || !search.powercap_root.empty()) return source;
  OpenSource by_perf = perf_psys_source(search.host, search.cpu);
  return by_perf.is_usable() ? std::move(by_perf) : std::move(source);
}

OpenSource find_acpi(const SensorSearch& search) {
  return acpi_source(search.host);
}

OpenSource find_battery(const SensorSearch& search) {
  return battery_source(search.host);
}

struct Kind {
  Sensor sensor;
  OpenSource (*find)(const SensorSearch&);
  bool automatic; // else only where it is named: it measures something else
};

/// In the order of preference.
constexpr Kind kinds[] = {
    {Sensor::perf, find_perf, true},      {Sensor::powercap, find_powercap, true},
    {Sensor::cray, find_cray, true},      {Sensor::hwmon, find_hwmon, true},
    {Sensor::psys, find_psys, false},     {Sensor::acpi, find_acpi, false},
    {Sensor::system, find_system, false}, {Sensor::battery, find_battery, false}};

bool is_named(const SensorSearch& search) {
  return search.sensor && search.sensor != Sensor::estimate;
}

bool is_wanted(const Kind& kind, const SensorSearch& search) {
  if (is_named(search)) return kind.sensor == search.sensor;
  return kind.automatic && (search.powercap_root.empty() || kind.sensor == Sensor::powercap);
}

OpenSource found(const Kind& kind, const SensorSearch& search) {
  OpenSource source = kind.find(search);
  if (source.is_usable()) leave_out_mirrors(source, search.cpu.hypervisor);
  source.about.only_if_named = !kind.automatic;
  source.wanted = is_wanted(kind, search) && search.sensor != Sensor::estimate;
  return source;
}

/// Picks the failure to report: a sensor that exists and cannot be read, rather than an absent one.
const OpenSource& nearest_miss(const std::vector<OpenSource>& sources) {
  const auto powercap = std::ranges::find_if(
      sources, [](const OpenSource& source) { return source.about.sensor == Sensor::powercap; });
  if (powercap != sources.end() && powercap->exists()) return *powercap;
  const auto refused = std::ranges::find_if(sources, [](const OpenSource& source) {
    return std::ranges::any_of(source.about.left_out, &Exclusion::is_missing);
  });
  if (refused != sources.end()) return *refused;
  return powercap != sources.end() ? *powercap : sources.front();
}

Sensors estimate_instead_of(std::vector<OpenSource> sources, const SensorSearch& search) {
  Sensors sensors;
  SensorSource& about = sensors.source.about;
  about.sensor = Sensor::estimate;
  sensors.model = estimate_for(search, search.cpu);
  about.scope = sensors.model->is_of_servers() ? "a server at the wall" : "the machine at the wall";
  if (search.sensor != Sensor::estimate) { // a makeshift: nobody asked for it
    const SensorSource& miss = nearest_miss(sources).about;
    about.unavailable_reason = miss.unavailable_reason;
    about.remedy = miss.remedy;
  }
  for (OpenSource& source : sources) {
    for (const auto& counter : source.counters)
      about.left_out.push_back({counter->identity(), Exclusion::Reason::unused});
    std::ranges::move(source.about.left_out, std::back_inserter(about.left_out));
  }
  return sensors;
}

[[noreturn]] void refuse(const SensorSource& source) {
  throw Failure("--sensor " + std::string(name_of(source.sensor)) + ": " + why_no_sensor(source));
}

} // namespace

PowerModel estimate_for(const SensorSettings& settings, const CpuIdentity& cpu) {
  if (settings.model)
    return power_model(*settings.model, logical_cpus_of(settings.host).value_or(1));
  return power_model(power_row_of(cpu, class_of_machine(settings.host, cpu)));
}

void Sensors::add(Gpus gpus) {
  devices = std::move(gpus.counters);
  std::ranges::move(gpus.left_out, std::back_inserter(source.about.left_out));
}

Sensors discover_sensors(const SensorSearch& search) {
  std::vector<OpenSource> sources;
  for (const Kind& kind : kinds) {
    if (!is_wanted(kind, search)) continue;
    OpenSource source = found(kind, search);
    if (source.is_usable() && source.wanted) {
      if (kind.sensor == Sensor::perf)
        add_powercap_views(search.host.sys("class/powercap"), source);
      return {std::move(source), std::nullopt};
    }
    if (is_named(search)) refuse(source.about);
    sources.push_back(std::move(source));
  }
  return estimate_instead_of(std::move(sources), search);
}

std::vector<OpenSource> survey_sensors(const SensorSearch& search) {
  std::vector<OpenSource> sources;
  for (const Kind& kind : kinds) sources.push_back(found(kind, search));
  return sources;
}

} // namespace joules
