// SPDX-License-Identifier: Apache-2.0
#include "sampling/condition_watch.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <set>
#include <string_view>

namespace joules {

namespace fs = std::filesystem;

namespace {

/// More CPUs are not read: they would cost milliseconds, and the first tell the mean.
constexpr std::size_t most_cpus_watched = 256;

/// Chips whose first temperature is the processor's: of a package, or of its hottest place.
constexpr std::string_view processor_chips[] = {"coretemp",    "k10temp",     "zenpower",
                                                "cpu_thermal", "soc_thermal", "cpu-thermal"};

fs::path folder_of(const HostRoot& host, std::size_t cpu) {
  return host.sys("devices/system/cpu/cpu" + std::to_string(cpu));
}

/// The number after `key` in "ref:N del:N".
std::optional<std::uint64_t> number_after(std::string_view key, std::string_view text) {
  const auto at = text.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view digits = text.substr(at + key.size());
  std::uint64_t number = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return parsed.ec == std::errc() ? std::optional(number) : std::nullopt;
}

} // namespace

ConditionWatch::ConditionWatch(const HostRoot& host, const Topology& topology, bool all) {
  const auto& packages = topology.package_of_cpu;
  std::set<std::size_t> seen;
  for (std::size_t cpu = 0; cpu < packages.size(); ++cpu)
    if (packages[cpu] && seen.insert(*packages[cpu]).second)
      throttling_.push_back(folder_of(host, cpu) /
                            "thermal_throttle/package_throttle_total_time_ms");
  if (!all) return;
  find_temperatures(host);
  find_clocks(host, std::min(packages.size(), most_cpus_watched));
}

void ConditionWatch::find_temperatures(const HostRoot& host) {
  const fs::path chips = host.sys("class/hwmon");
  for (const std::string& chip : sorted_names_in(chips)) {
    const std::string name = read_line(chips / chip / "name").value_or("");
    if (std::ranges::find(processor_chips, name) != std::end(processor_chips))
      temperatures_.push_back(chips / chip / "temp1_input");
  }
}

/// The counters run at the frequency of the reference performance, which is to the nominal
/// frequency as the two performances: Documentation/admin-guide/acpi/cppc_sysfs.rst.
void ConditionWatch::find_clocks(const HostRoot& host, std::size_t cpus) {
  const auto megahertz = read_number(folder_of(host, 0) / "acpi_cppc/nominal_freq");
  const auto nominal = read_number(folder_of(host, 0) / "acpi_cppc/nominal_perf");
  if (!megahertz || !nominal || *megahertz == 0 || *nominal == 0) return;
  for (std::size_t cpu = 0; cpu < cpus; ++cpu) {
    const fs::path cppc = folder_of(host, cpu) / "acpi_cppc";
    const auto reference = read_number(cppc / "reference_perf");
    if (!reference) continue;
    const double hertz = static_cast<double>(*megahertz) * 1e6 * static_cast<double>(*reference) /
                         static_cast<double>(*nominal);
    clocks_.push_back({cppc / "feedback_ctrs", hertz, std::nullopt});
  }
}

std::optional<ConditionWatch::Feedback> ConditionWatch::read_feedback(const fs::path& counters) {
  const std::string text = read_line(counters).value_or("");
  const auto reference = number_after("ref:", text), delivered = number_after("del:", text);
  if (!reference || !delivered) return std::nullopt;
  return Feedback{*reference, *delivered};
}

std::optional<double> ConditionWatch::hottest() const {
  std::optional<double> hottest;
  for (const fs::path& file : temperatures_)
    if (const auto millidegrees = read_number(file))
      hottest = std::max(hottest.value_or(-273), static_cast<double>(*millidegrees) * 1e-3);
  return hottest;
}

std::vector<std::optional<std::uint64_t>> ConditionWatch::throttle_times() const {
  std::vector<std::optional<std::uint64_t>> times;
  for (const fs::path& file : throttling_) times.push_back(read_number(file));
  return times;
}

void ConditionWatch::begin() {
  throttled_before_ms_ = throttle_times();
  temperature_start_ = hottest();
  for (Clocked& clocked : clocks_) clocked.at_start = read_feedback(clocked.counters);
}

/// Of all CPUs together, each by how long it ran.
std::optional<double> ConditionWatch::mean_frequency() const {
  double cycles = 0, seconds = 0;
  for (const Clocked& clocked : clocks_) {
    const auto now = read_feedback(clocked.counters);
    // Counters of 32 bits come round within seconds: such a CPU is left out.
    if (!now || !clocked.at_start || now->reference < clocked.at_start->reference ||
        now->delivered < clocked.at_start->delivered)
      continue;
    cycles += static_cast<double>(now->delivered - clocked.at_start->delivered);
    seconds += static_cast<double>(now->reference - clocked.at_start->reference) /
               clocked.hertz_of_reference;
  }
  return seconds > 0 ? std::optional(cycles / seconds) : std::nullopt;
}

Conditions ConditionWatch::end() {
  Conditions conditions;
  conditions.temperature_start = temperature_start_;
  conditions.temperature_end = hottest();
  conditions.frequency_hz = mean_frequency();
  const auto times = throttle_times();
  for (std::size_t i = 0; i < std::min(times.size(), throttled_before_ms_.size()); ++i) {
    const auto before = throttled_before_ms_[i];
    if (!before || !times[i] || *times[i] < *before) continue;
    const Seconds slowed{static_cast<double>(*times[i] - *before) * 1e-3};
    conditions.throttled = std::max(conditions.throttled.value_or(Seconds{0}), slowed);
  }
  return conditions;
}

} // namespace joules
