// SPDX-License-Identifier: Apache-2.0
#include "joules/sensors/hwmon.hpp"

#include "joules/host/text_file.hpp"
#include "joules/sensors/energy_file.hpp"
#include "joules/sensors/power_integrator.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <utility>

namespace joules {

namespace fs = std::filesystem;

namespace {

/// More than any board has.
constexpr int most_inputs = 1024;

/// Chips in the order of their numbers, not of their letters.
std::vector<fs::path> chips_of(const HostRoot& host) {
  std::vector<std::pair<int, fs::path>> chips;
  std::error_code error;
  for (fs::directory_iterator entry(host.sys("class/hwmon"), error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    int number = 0;
    if (name.starts_with("hwmon") &&
        std::from_chars(name.data() + 5, name.data() + name.size(), number).ec == std::errc())
      chips.emplace_back(number, entry->path());
  }
  std::sort(chips.begin(), chips.end());
  std::vector<fs::path> paths;
  for (auto& [number, path] : chips) paths.push_back(std::move(path));
  return paths;
}

void read_input(HwmonInput& input) {
  const auto text = read_text(input.path);
  if (!text) {
    input.unreadable = text.error().reason;
    return;
  }
  input.reading = parse_unsigned(*text);
  if (!input.reading) input.unreadable = trimmed(*text).empty() ? "empty" : "not a number";
}

/// `kind`: "energy1", "power1".
std::optional<HwmonInput> input_of(const fs::path& folder, const std::string& chip,
                                   const std::string& kind) {
  HwmonInput input;
  input.counts = kind.starts_with("energy");
  for (const char* suffix : {"_average", "_input"}) {
    input.path = folder / (kind + suffix);
    std::error_code error;
    if (!fs::exists(input.path, error)) continue;
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

void add_chip(const fs::path& chip, std::vector<HwmonInput>& inputs) {
  const std::string driver =
      read_line(chip / "name").value_or(read_line(chip / "device/name").value_or(""));
  // Older drivers, the ACPI power meter among them, keep their files beside the device.
  for (const fs::path& folder : {chip, chip / "device"})
    for (const char* kind : {"energy", "power"})
      for (int number = 1; number <= most_inputs; ++number) {
        auto input = input_of(folder, chip.filename().string(), kind + std::to_string(number));
        if (!input) break;
        input->driver = driver;
        inputs.push_back(std::move(*input));
      }
}

std::string name_of(const HwmonInput& input) {
  return input.label.empty() ? input.driver + " " + input.id : input.label;
}

Source source_of(const HostRoot& host, HwmonScope scope) {
  Source source;
  const auto inputs = list_hwmon(host);
  const auto verdicts = judge_hwmon(inputs);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    Domain domain = domain_of(inputs[i], verdicts[i]);
    domain.counted = verdicts[i].scope == scope;
    if (scope == HwmonScope::machine) domain.largest_power = largest_machine_power;
    if (domain.counted && domain.unreadable.empty()) {
      auto counter = open_hwmon_counter(domain, inputs[i].counts);
      add_domain(std::move(domain), std::move(counter), source);
    } else {
      domain.missing = std::exchange(domain.counted, false);
      source.left_out.push_back(std::move(domain));
    }
  }
  refuse_for_missing(source, "run joules as root, with --user \"$USER\"");
  return source;
}

} // namespace

std::vector<HwmonInput> list_hwmon(const HostRoot& host) {
  std::vector<HwmonInput> inputs;
  for (const fs::path& chip : chips_of(host)) add_chip(chip, inputs);
  return inputs;
}

Domain domain_of(const HwmonInput& input, const HwmonVerdict& verdict) {
  Domain domain;
  domain.id = input.id;
  domain.name = name_of(input);
  domain.path = input.path.string();
  domain.reason = verdict.reason;
  domain.unreadable = input.unreadable;
  domain.integrated = domain.since_opened = !input.counts;
  domain.period = input.period;
  (input.counts ? domain.reading_uj : domain.power_uw) = input.reading;
  return domain;
}

Source hwmon_source(const HostRoot& host) {
  Source source = source_of(host, HwmonScope::processor);
  source.sensor = "hwmon";
  source.scope = "the processor";
  if (source.unavailable_reason.empty() && source.domains.empty())
    source.unavailable_reason =
        host.sys("class/hwmon").string() + ": no chip that measures the processor";
  return source;
}

Source acpi_source(const HostRoot& host) {
  Source source = source_of(host, HwmonScope::machine);
  source.sensor = "acpi";
  source.scope = "the whole machine, at its power supply";
  if (source.unavailable_reason.empty() && source.domains.empty())
    source.unavailable_reason = host.sys("class/hwmon").string() + ": no ACPI power meter";
  return source;
}

Result<std::unique_ptr<EnergyCounter>> open_hwmon_counter(const Domain& domain, bool counts) {
  if (counts) return open_energy_file(domain);
  auto file = OpenFile::open(domain.path);
  if (!file) return file.error();
  auto shared = std::make_shared<OpenFile>(std::move(*file));
  auto power = [shared, buffer = std::string(64, '\0')]() mutable -> Result<double> {
    const auto text = shared->read_again(buffer);
    if (!text) return text.error();
    const auto number = parse_unsigned(*text);
    if (!number) return Error{shared->path(), "not a number", 0};
    return static_cast<double>(*number);
  };
  return integrate_power(domain, std::move(power), monotonic_now);
}

} // namespace joules
