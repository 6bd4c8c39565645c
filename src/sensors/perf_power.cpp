// SPDX-License-Identifier: Apache-2.0
#include "sensors/perf_power.hpp"

#include "joules/host.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <utility>

namespace joules {

namespace fs = std::filesystem;

namespace {

enum class Part { package, memory, inside, platform };

struct KnownEvent {
  std::string_view name, domain;
  Part part;
};
constexpr KnownEvent known_events[] = {{"energy-pkg", "package", Part::package},
                                       {"energy-ram", "dram", Part::memory},
                                       {"energy-cores", "core", Part::inside},
                                       {"energy-gpu", "uncore", Part::inside},
                                       {"energy-psys", "psys", Part::platform}};

/// "event=0x02"
std::optional<std::uint64_t> config_in(std::string_view text) {
  constexpr std::string_view prefix = "event=0x";
  text = trimmed(text);
  std::uint64_t config = 0;
  if (!text.starts_with(prefix)) return std::nullopt;
  const auto [end, error] =
      std::from_chars(text.data() + prefix.size(), text.data() + text.size(), config, 16);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(config)
                                                                  : std::nullopt;
}

/// With a point, in every locale.
double scale_in(const std::string& text) {
  double scale = 0;
  std::from_chars(text.data(), text.data() + text.size(), scale);
  return scale;
}

std::optional<PerfEnergyEvent> event_of(const fs::path& pmu, std::string_view name,
                                        std::uint64_t type) {
  const fs::path file = pmu / "events" / name;
  const auto config = config_in(read_line(file).value_or(""));
  if (!config) return std::nullopt;
  const double scale = scale_in(read_line(file.string() + ".scale").value_or(""));
  if (scale <= 0 || read_line(file.string() + ".unit") != "Joules") return std::nullopt;
  return PerfEnergyEvent{std::string(name), static_cast<std::uint32_t>(type), *config, scale};
}

/// Where each of `cpus` is. The neighbours on a die are read with the first of them: the newest
/// drivers name hundreds of CPUs.
std::vector<CpuPlace> places_of(const std::vector<int>& cpus, const HostRoot& host) {
  std::map<int, CpuPlace> known;
  std::vector<CpuPlace> places;
  for (const int cpu : cpus) {
    if (!known.contains(cpu)) {
      const fs::path topology =
          host.sys("devices/system/cpu/cpu" + std::to_string(cpu) + "/topology");
      const auto number = [&](const char* file) {
        return static_cast<int>(read_number(topology / file).value_or(0));
      };
      const CpuPlace place{cpu, number("physical_package_id"), number("die_id")};
      known[cpu] = place;
      for (const int neighbour : parse_cpu_list(read_line(topology / "die_cpus_list").value_or("")))
        known.try_emplace(neighbour, CpuPlace{neighbour, place.package, place.die});
    }
    places.push_back(known[cpu]);
  }
  return places;
}

struct Pmu {
  fs::path path;
  std::vector<PerfEnergyEvent> events;
  std::vector<CpuPlace> places; // one for each counter
  bool several_dies = false;
};

Pmu pmu_of(const HostRoot& host, const CpuIdentity& cpu) {
  Pmu pmu;
  pmu.path = host.sys("bus/event_source/devices/power");
  const auto type = read_number(pmu.path / "type");
  if (!type) return pmu;
  for (const KnownEvent& known : known_events)
    if (auto event = event_of(pmu.path, known.name, *type)) pmu.events.push_back(std::move(*event));
  const auto cpumask = parse_cpu_list(read_line(pmu.path / "cpumask").value_or(""));
  pmu.places = one_cpu_for_each_counter(places_of(cpumask, host), cpu.vendor);
  std::set<int> packages;
  for (const CpuPlace& place : pmu.places) packages.insert(place.package);
  pmu.several_dies = packages.size() < pmu.places.size();
  return pmu;
}

const KnownEvent& known(const PerfEnergyEvent& event) {
  return *std::find_if(std::begin(known_events), std::end(known_events),
                       [&](const KnownEvent& one) { return one.name == event.name; });
}

Counter describe(const Pmu& pmu, const PerfEnergyEvent& event, const CpuPlace& place) {
  const KnownEvent& kind = known(event);
  std::string package = "package-" + std::to_string(place.package);
  if (pmu.several_dies) package += "-die-" + std::to_string(place.die);
  Counter counter;
  counter.id = "power/" + event.name + "/ on CPU " + std::to_string(place.cpu);
  counter.name = kind.part == Part::package ? package : std::string(kind.domain);
  if (kind.part != Part::package && pmu.places.size() > 1)
    counter.name = package + "/" + counter.name;
  counter.path = (pmu.path / "events" / event.name).string();
  counter.memory = kind.part == Part::memory;
  counter.package = place.package;
  counter.counted_by = CountedBy::kernel;
  counter.period_known = true; // by Intel SDM vol. 3B 14.9 and amd_energy.rst: 1 ms
  if (kind.part == Part::platform) counter.largest_power = largest_machine_power;
  switch (kind.part) {
  case Part::package: counter.part = "a processor package"; break;
  case Part::memory: counter.part = "memory, not contained in the package"; break;
  case Part::inside: counter.part = "contained in " + package; break;
  case Part::platform: counter.part = "the platform, which contains the packages"; break;
  }
  return counter;
}

/// AMD's counter of each core (Linux 6.14): one line for all of them, which count nothing more.
void add_core_counters(const HostRoot& host, OpenSource& source) {
  Exclusion cores;
  Counter& counter = cores.counter;
  counter.id = "power_core/energy-core/";
  counter.name = "cores";
  counter.path = host.sys("bus/event_source/devices/power_core/events/energy-core").string();
  counter.part = "each core by itself, contained in its package";
  counter.counted_by = CountedBy::kernel;
  if (is_there(counter.path)) source.about.left_out.push_back(std::move(cores));
}

template <class Counts>
OpenSource source_of(const HostRoot& host, const CpuIdentity& cpu, const OpenPerfCounter& open,
                     Counts counts) {
  const Pmu pmu = pmu_of(host, cpu);
  OpenSource source;
  for (const PerfEnergyEvent& event : pmu.events)
    for (const CpuPlace& place : pmu.places) {
      Counter counter = describe(pmu, event, place);
      counter.of_host = counts(known(event).part);
      add_counter(
          std::move(counter), std::nullopt,
          [&](const Counter& one) { return open(one, event, place.cpu); }, source);
    }
  set_availability(source, run_as_root, pmu.path.string() + ": no such energy event");
  return source;
}

} // namespace

std::vector<CpuPlace> one_cpu_for_each_counter(const std::vector<CpuPlace>& named,
                                               std::string_view cpu_vendor) {
  std::set<std::pair<int, int>> dies;
  for (const CpuPlace& place : named) dies.emplace(place.package, place.die);
  const bool by_package =
      cpu_vendor == "AuthenticAMD" || cpu_vendor == "HygonGenuine" || named.size() > dies.size();
  std::set<std::pair<int, int>> seen;
  std::vector<CpuPlace> chosen;
  for (const CpuPlace& place : named)
    if (seen.emplace(place.package, by_package ? 0 : place.die).second) chosen.push_back(place);
  return chosen;
}

OpenSource perf_source(const HostRoot& host, const CpuIdentity& cpu, const OpenPerfCounter& open) {
  OpenSource source = source_of(
      host, cpu, open, [](Part part) { return part == Part::package || part == Part::memory; });
  add_core_counters(host, source);
  source.about.sensor = Sensor::perf;
  source.about.scope = "the processor packages and memory";
  const bool has_package = std::ranges::any_of(
      source.counters, [](const auto& counter) { return !counter->identity().memory; });
  if (source.about.unavailable_reason.empty() && !has_package)
    source.about.unavailable_reason = "perf: no event of a package";
  return source;
}

OpenSource perf_psys_source(const HostRoot& host, const CpuIdentity& cpu,
                            const OpenPerfCounter& open) {
  OpenSource source = source_of(host, cpu, open, [](Part part) { return part == Part::platform; });
  source.about.sensor = Sensor::psys;
  source.about.scope = "the platform, as far as its maker has wired it: up to the whole machine";
  return source;
}

} // namespace joules
