// SPDX-License-Identifier: Apache-2.0
#include "sensors/hwmon.hpp"

#include "joules/host.hpp"
#include "sensors/energy_file.hpp"
#include "sensors/error_value.hpp"
#include "sensors/input_place.hpp"
#include "sensors/largest_power.hpp"
#include "sensors/power_integrator.hpp"
#include "sensors/rail_power.hpp"
#include "sensors/sensor_file.hpp"

#include <algorithm>
#include <cerrno>
#include <thread>
#include <utility>

namespace joules {

namespace {

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

Watts largest_of(HwmonScope scope) {
  switch (scope) {
  case HwmonScope::machine:
  case HwmonScope::system: return largest_machine_power;
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
    counter.memory = verdicts[i].scope == HwmonScope::memory;
    if (verdicts[i].scope == HwmonScope::graphics) counter.part = "a graphics card (--gpu)";
    counter.of_host =
        verdicts[i].scope == scope || (counter.memory && scope == HwmonScope::processor);
    add_counter(
        std::move(counter), trouble_with(inputs[i]),
        [&](const Counter& one) { return open_hwmon_counter(inputs[i], one); }, source);
  }
  set_availability(source, run_as_root, host.sys("class/hwmon").string() + ": " + absence);
  return source;
}

} // namespace

Counter counter_of(const HwmonInput& input, const HwmonVerdict& verdict) {
  Counter counter;
  counter.id = input.id;
  counter.name = name_of(input);
  counter.path = input.path.string();
  counter.part = verdict.reason;
  counter.counted_by = input.counts ? CountedBy::machine : CountedBy::joules;
  counter.period = input.period;
  counter.period_known = input.period_known;
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
  const bool memory = std::ranges::any_of(
      source.counters, [](const auto& counter) { return counter->identity().memory; });
  source.about.scope = memory ? "the processor and memory" : "the processor";
  return source;
}

OpenSource acpi_source(const HostRoot& host) {
  OpenSource source = source_of(host, HwmonScope::machine, "no ACPI power meter");
  source.about.sensor = Sensor::acpi;
  source.about.scope = "the whole machine, at its power supply";
  return source;
}

OpenSource system_source(const HostRoot& host) {
  OpenSource source = source_of(host, HwmonScope::system, "no chip that adds up the whole machine");
  source.about.sensor = Sensor::system;
  source.about.scope = "the whole machine, as its own controller adds it up";
  return source;
}

Result<std::unique_ptr<EnergyCounter>> open_hwmon_counter(const HwmonInput& input,
                                                          const Counter& counter) {
  if (!input.volts.empty()) {
    auto rail = open_rail(input.path, input.volts);
    if (!rail) return rail.error();
    return integrate_power(counter, std::move(*rail), monotonic_now);
  }
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
