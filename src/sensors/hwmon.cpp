// SPDX-License-Identifier: Apache-2.0
#include "sensors/hwmon.hpp"

#include "joules/host.hpp"
#include "sensors/energy_file.hpp"
#include "sensors/error_value.hpp"
#include "sensors/input_place.hpp"
#include "sensors/largest_power.hpp"
#include "sensors/power_integrator.hpp"
#include "sensors/sensor_file.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <thread>
#include <utility>

namespace joules {

namespace fs = std::filesystem;

namespace {

/// Chips in the order of their numbers, not of their letters.
std::vector<fs::path> chips_of(const HostRoot& host) {
  std::vector<std::pair<int, fs::path>> chips;
  const fs::path folder = host.sys("class/hwmon");
  for (const std::string& name : sorted_names_in(folder)) {
    const char* const end = name.data() + name.size();
    int number = 0;
    if (!name.starts_with("hwmon")) continue;
    const auto parsed = std::from_chars(name.data() + 5, end, number);
    if (parsed.ec == std::errc() && parsed.ptr == end) chips.emplace_back(number, folder / name);
  }
  std::sort(chips.begin(), chips.end());
  std::vector<fs::path> paths;
  for (auto& [number, path] : chips) paths.push_back(std::move(path));
  return paths;
}

void read_input(HwmonInput& input) {
  input.error_value = false;
  input.unreadable.clear();
  const auto text = read_text(input.path);
  if (!text) {
    input.unreadable = text.error().reason;
    return;
  }
  input.reading = parse_unsigned(*text);
  if (!input.reading) input.unreadable = trimmed(*text).empty() ? "empty" : "not a number";
  if (!input.reading || !is_error_value(*input.reading)) return;
  input.error_value = true;
  input.unreadable = shows_error_value;
  input.reading.reset();
}

/// A firmware that has no measurement at the moment may have one soon. 50 ms in all, where there is
/// such an error.
void read_error_values_again(std::vector<HwmonInput>& inputs,
                             const std::vector<HwmonVerdict>& verdicts, HwmonScope scope) {
  for (int again = 0; again < 5; ++again) {
    bool waited = false;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      if (!inputs[i].error_value || verdicts[i].scope != scope) continue;
      if (!std::exchange(waited, true)) std::this_thread::sleep_for(std::chrono::milliseconds(10));
      read_input(inputs[i]);
    }
    if (!waited) return;
  }
}

/// The most that the chip draws by its own account: fam15h_power its processor's limit
/// (Documentation/hwmon/fam15h_power.rst), graphics cards their caps and ratings (amdgpu_pm.c,
/// ABI/testing/sysfs-driver-intel-{i915,xe}-hwmon). What others show there is an alarm's threshold,
/// which anybody may set.
void read_rating(const fs::path& folder, const std::string& kind, HwmonInput& input) {
  const std::string& driver = input.driver;
  if (driver != "fam15h_power" && driver != "amdgpu" && driver != "i915" && driver != "xe") return;
  const std::string power = "power" + kind.substr(kind.find_first_of("0123456789"));
  for (const char* suffix : {"_crit", "_cap", "_cap_max", "_max", "_rated_max"})
    if (const auto rating = read_number(folder / (power + suffix)))
      input.rating_uw = std::max(input.rating_uw.value_or(0), *rating);
}

/// `kind`: "energy1", "power1".
std::optional<HwmonInput> input_of(const fs::path& folder, const std::string& chip,
                                   const std::string& kind) {
  HwmonInput input;
  input.counts = kind.starts_with("energy");
  for (const char* suffix : {"_average", "_input"}) {
    input.path = folder / (kind + suffix);
    if (!is_there(input.path)) continue;
    input.id = chip + "/" + kind;
    for (const char* name : {"_label", "_oem_info"})
      if (input.label.empty()) input.label = read_line(folder / (kind + name)).value_or("");
    if (const auto interval = read_number(folder / (kind + "_average_interval")))
      input.period = Seconds{static_cast<double>(*interval) * 1e-3};
    read_input(input);
    return input;
  }
  return std::nullopt;
}

/// "energy" or "power" and a number. Numbers may have gaps, where the hardware lacks an input.
std::vector<std::string> kinds_in(const fs::path& folder) {
  std::vector<std::pair<int, std::string>> found;
  for (const std::string& name : sorted_names_in(folder)) {
    for (const std::string_view word : {"energy", "power"}) {
      int number = 0;
      if (!name.starts_with(word)) continue;
      const auto [rest, failure] =
          std::from_chars(name.data() + word.size(), name.data() + name.size(), number);
      const std::string_view suffix = rest;
      if (failure == std::errc() && (suffix == "_input" || suffix == "_average"))
        found.emplace_back(number, name.substr(0, name.size() - suffix.size()));
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::vector<std::string> kinds;
  for (auto& [number, kind] : found) kinds.push_back(std::move(kind));
  std::stable_partition(kinds.begin(), kinds.end(),
                        [](const std::string& kind) { return kind.starts_with("energy"); });
  return kinds;
}

void add_chip(const fs::path& chip, std::vector<HwmonInput>& inputs) {
  const std::string driver =
      read_line(chip / "name").value_or(read_line(chip / "device/name").value_or(""));
  // Older drivers, the ACPI power meter among them, keep their files beside the device.
  for (const fs::path& folder : {chip, chip / "device"})
    for (const std::string& kind : kinds_in(folder)) {
      auto input = input_of(folder, chip.filename().string(), kind);
      if (!input) continue;
      input->driver = driver;
      read_rating(folder, kind, *input);
      inputs.push_back(std::move(*input));
    }
}

Watts largest_of(HwmonScope scope) {
  switch (scope) {
  case HwmonScope::machine: return largest_machine_power;
  case HwmonScope::graphics: return largest_card_power;
  default: return largest_zone_power;
  }
}

std::string name_of(const HwmonInput& input) {
  return input.label.empty() ? input.driver + " " + input.id : input.label;
}

OpenSource source_of(const HostRoot& host, HwmonScope scope, const std::string& absence) {
  OpenSource source;
  auto inputs = list_hwmon(host);
  const auto verdicts = judge_hwmon(inputs);
  read_error_values_again(inputs, verdicts, scope);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    Counter counter = counter_of(inputs[i], verdicts[i]);
    counter.of_host = verdicts[i].scope == scope;
    add_counter(std::move(counter), trouble_with(inputs[i]), open_hwmon_counter, source);
  }
  set_availability(source, run_as_root, host.sys("class/hwmon").string() + ": " + absence);
  return source;
}

} // namespace

std::vector<HwmonInput> list_hwmon(const HostRoot& host) {
  std::vector<HwmonInput> inputs;
  for (const fs::path& chip : chips_of(host)) add_chip(chip, inputs);
  return inputs;
}

Counter counter_of(const HwmonInput& input, const HwmonVerdict& verdict) {
  Counter counter;
  counter.id = input.id;
  counter.name = name_of(input);
  counter.path = input.path.string();
  counter.part = verdict.reason;
  counter.counted_by = input.counts ? CountedBy::machine : CountedBy::joules;
  counter.period = input.period;
  counter.largest_power = largest_rated_power(largest_of(verdict.scope), input.rating_uw);
  (input.counts ? counter.reading_uj : counter.power_uw) = input.reading;
  return counter;
}

std::optional<Trouble> trouble_with(const HwmonInput& input) {
  return trouble_of(input.unreadable, input.error_value);
}

OpenSource hwmon_source(const HostRoot& host) {
  OpenSource source = source_of(host, HwmonScope::processor, "no chip that measures the processor");
  source.about.sensor = Sensor::hwmon;
  source.about.scope = "the processor";
  return source;
}

OpenSource acpi_source(const HostRoot& host) {
  OpenSource source = source_of(host, HwmonScope::machine, "no ACPI power meter");
  source.about.sensor = Sensor::acpi;
  source.about.scope = "the whole machine, at its power supply";
  return source;
}

Result<std::unique_ptr<EnergyCounter>> open_hwmon_counter(const Counter& counter) {
  LocateFile locate = locate_input(counter.path);
  if (!counter.is_integrated()) return open_energy_file(counter, std::move(locate));
  auto file = SensorFile::open(counter.path, std::move(locate));
  if (!file) return file.error();
  auto shared = std::make_shared<SensorFile>(std::move(*file));
  auto power = [shared, buffer = std::string(64, '\0')]() mutable -> Result<double> {
    const auto text = shared->read_again(buffer);
    if (!text) return text.error();
    const auto number = parse_unsigned(*text);
    if (!number) return Error{shared->path(), "not a number", 0};
    if (is_error_value(*number)) return Error{shared->path(), shows_error_value, 0};
    return static_cast<double>(*number);
  };
  return integrate_power(counter, std::move(power), monotonic_now);
}

} // namespace joules
