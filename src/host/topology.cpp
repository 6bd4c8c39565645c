// SPDX-License-Identifier: Apache-2.0
#include "host/topology.hpp"

#include "host/cpu_list.hpp"
#include "host/directory.hpp"
#include "host/text_file.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>

namespace joules {

namespace {

/// The number in "cpu12"; beside those there are "cpufreq", "cpuidle" and more.
std::optional<int> cpu_number(std::string_view name) {
  int number = 0;
  if (!name.starts_with("cpu")) return std::nullopt;
  const auto [end, error] = std::from_chars(name.data() + 3, name.data() + name.size(), number);
  if (error != std::errc{} || end != name.data() + name.size()) return std::nullopt;
  return number >= 0 && number < most_cpus ? std::optional(number) : std::nullopt;
}

} // namespace

Topology topology_of(const HostRoot& host) {
  std::map<int, int> package_of_cpu;
  const std::filesystem::path cpus = host.sys("devices/system/cpu");
  for (const std::string& name : sorted_names_in(cpus)) {
    const auto cpu = cpu_number(name);
    if (!cpu) continue;
    // The kernel writes -1, which is no unsigned number, where it does not know.
    if (const auto package = read_number(cpus / name / "topology/physical_package_id"))
      package_of_cpu[*cpu] = static_cast<int>(*package);
  }

  Topology topology;
  for (const auto& [cpu, package] : package_of_cpu) topology.packages.push_back(package);
  std::sort(topology.packages.begin(), topology.packages.end());
  topology.packages.erase(std::unique(topology.packages.begin(), topology.packages.end()),
                          topology.packages.end());
  for (const auto& [cpu, package] : package_of_cpu) {
    topology.package_of_cpu.resize(static_cast<std::size_t>(cpu) + 1);
    const auto found =
        std::lower_bound(topology.packages.begin(), topology.packages.end(), package);
    topology.package_of_cpu.back() = static_cast<std::size_t>(found - topology.packages.begin());
  }
  return topology;
}

std::optional<std::size_t> package_of(int cpu, const Topology& topology) {
  if (cpu < 0 || static_cast<std::size_t>(cpu) >= topology.package_of_cpu.size())
    return std::nullopt;
  return topology.package_of_cpu[static_cast<std::size_t>(cpu)];
}

} // namespace joules
