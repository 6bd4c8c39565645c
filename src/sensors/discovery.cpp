// SPDX-License-Identifier: Apache-2.0
#include "sensors/discovery.hpp"

#include "joules/host.hpp"
#include "sensors/battery.hpp"
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

SensorSource find_perf(const SensorSearch& search) {
  return perf_source(search.host, search.cpu);
}

SensorSource find_powercap(const SensorSearch& search) {
  return powercap_source(zones_of(search), search.cpu, cpus_of(search));
}

SensorSource find_hwmon(const SensorSearch& search) {
  return hwmon_source(search.host);
}

SensorSource find_psys(const SensorSearch& search) {
  ZoneListing listing = zones_of(search);
  const bool has_platform =
      std::any_of(listing.zones.begin(), listing.zones.end(),
                  [](const Zone& zone) { return zone.name.starts_with("psys"); });
  if (has_platform) look_again(listing, platform_watch);
  SensorSource source = psys_source(listing);
  if (source.is_usable() || !search.powercap_root.empty()) return source;
  SensorSource by_perf = perf_psys_source(search.host, search.cpu);
  return by_perf.is_usable() ? std::move(by_perf) : std::move(source);
}

SensorSource find_acpi(const SensorSearch& search) {
  return acpi_source(search.host);
}

SensorSource find_battery(const SensorSearch& search) {
  return battery_source(search.host);
}

struct Kind {
  SensorChoice choice;
  const char* name;
  SensorSource (*find)(const SensorSearch&);
  bool automatic; // else only where it is named: it measures something else
};

/// In the order of preference.
constexpr Kind kinds[] = {{SensorChoice::perf, "perf", find_perf, true},
                          {SensorChoice::powercap, "powercap", find_powercap, true},
                          {SensorChoice::hwmon, "hwmon", find_hwmon, true},
                          {SensorChoice::psys, "psys", find_psys, false},
                          {SensorChoice::acpi, "acpi", find_acpi, false},
                          {SensorChoice::battery, "battery", find_battery, false}};

bool is_named(SensorChoice choice) {
  return choice != SensorChoice::automatic && choice != SensorChoice::estimate;
}

bool is_wanted(const Kind& kind, const SensorSearch& search) {
  if (is_named(search.choice)) return kind.choice == search.choice;
  return kind.automatic && (search.powercap_root.empty() || kind.choice == SensorChoice::powercap);
}

SensorSource found(const Kind& kind, const SensorSearch& search) {
  SensorSource source = kind.find(search);
  if (source.is_usable()) leave_out_mirrors(source, search.cpu.hypervisor);
  source.only_if_named = !kind.automatic;
  source.wanted = is_wanted(kind, search) && search.choice != SensorChoice::estimate;
  return source;
}

Sensors sensors_of(SensorSource source) {
  Sensors sensors;
  sensors.method.sensor = source.sensor;
  sensors.method.scope = source.scope;
  sensors.method.only_if_named = source.only_if_named;
  sensors.method.domains = std::move(source.domains);
  sensors.method.left_out = std::move(source.left_out);
  sensors.counters = std::move(source.counters);
  sensors.second_views = std::move(source.second_views);
  sensors.arrivals = std::move(source.arrivals);
  return sensors;
}

/// Whom to blame: a sensor that is there and refuses, rather than one that is not there at all.
const SensorSource& nearest_miss(const std::vector<SensorSource>& sources) {
  const auto named = std::find_if(sources.begin(), sources.end(), [](const SensorSource& source) {
    return source.sensor == "powercap" && source.exists();
  });
  if (named != sources.end()) return *named;
  const auto refused = std::find_if(sources.begin(), sources.end(), [](const SensorSource& source) {
    return std::any_of(source.left_out.begin(), source.left_out.end(),
                       [](const Domain& domain) { return domain.missing; });
  });
  if (refused != sources.end()) return *refused;
  const auto powercap =
      std::find_if(sources.begin(), sources.end(),
                   [](const SensorSource& source) { return source.sensor == "powercap"; });
  return powercap != sources.end() ? *powercap : sources.front();
}

void leave_out(std::vector<Domain>&& domains, Method& method) {
  for (Domain& domain : domains) {
    domain.counted = false;
    domain.reason = "readable, but not used beside the estimate";
    method.left_out.push_back(std::move(domain));
  }
}

Sensors estimate_instead_of(std::vector<SensorSource> sources, const SensorSearch& search) {
  Sensors sensors;
  Method& method = sensors.method;
  method.sensor = "estimate";
  method.scope = "a server at the wall";
  method.model = power_model(power_row_of(search.cpu));
  if (search.choice != SensorChoice::estimate) { // a makeshift: nobody asked for it
    const SensorSource& miss = nearest_miss(sources);
    method.unavailable_reason = miss.unavailable_reason;
    method.remedy = miss.remedy;
  }
  for (SensorSource& source : sources) {
    leave_out(std::move(source.domains), method);
    std::ranges::move(source.left_out, std::back_inserter(method.left_out));
  }
  return sensors;
}

[[noreturn]] void refuse(const Kind& kind, const SensorSource& source) {
  throw Failure(std::string("--sensor ") + kind.name + ": " + source.unavailable_reason +
                (source.remedy.empty() ? "" : "; " + source.remedy));
}

} // namespace

void Sensors::add(Gpus gpus) {
  for (auto& gpu : gpus.counters) {
    method.devices.push_back(gpu->domain());
    devices.push_back(gpu.get());
    counters.push_back(std::move(gpu));
  }
  std::ranges::move(gpus.left_out, std::back_inserter(method.left_out));
}

Sensors discover_sensors(const SensorSearch& search) {
  std::vector<SensorSource> sources;
  for (const Kind& kind : kinds) {
    if (!is_wanted(kind, search)) continue;
    SensorSource source = found(kind, search);
    if (source.is_usable() && source.wanted) {
      if (kind.choice == SensorChoice::perf)
        add_powercap_views(search.host.sys("class/powercap"), source);
      return sensors_of(std::move(source));
    }
    if (is_named(search.choice)) refuse(kind, source);
    sources.push_back(std::move(source));
  }
  return estimate_instead_of(std::move(sources), search);
}

std::vector<SensorSource> survey_sensors(const SensorSearch& search) {
  std::vector<SensorSource> sources;
  for (const Kind& kind : kinds) sources.push_back(found(kind, search));
  return sources;
}

} // namespace joules
