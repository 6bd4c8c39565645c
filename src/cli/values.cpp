// SPDX-License-Identifier: Apache-2.0
#include "cli/values.hpp"

#include "cli/value_text.hpp"
#include "joules/quoting.hpp"

#include <charconv>
#include <cmath>
#include <string_view>

namespace joules {

namespace {

Nanoseconds nanoseconds(double seconds) {
  return std::chrono::duration_cast<Nanoseconds>(Seconds{seconds});
}

} // namespace

void reject(const std::string& option, const std::string& text, const std::string& accepted) {
  throw Failure(option + " " + quoted({text}) + ": expected " + accepted);
}

std::optional<double> number_from(std::string_view text, std::string_view unit) {
  if (!unit.empty() && text.ends_with(unit)) text.remove_suffix(unit.size());
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number))
    return std::nullopt;
  return number;
}

Nanoseconds interval_from(const std::string& text) {
  const auto milliseconds = number_from(text);
  if (!milliseconds || *milliseconds < 10 || *milliseconds > 10000)
    reject("--interval", text, "milliseconds from 10 to 10000");
  return nanoseconds(*milliseconds / 1000);
}

std::optional<Nanoseconds> tree_wait_from(const std::string& text) {
  if (text == "none") return Nanoseconds{0};
  if (text == "all") return std::nullopt;
  constexpr double longest = 1e9; // 31 years, which nanoseconds can still hold
  const auto seconds = number_from(text);
  if (!seconds || *seconds < 0 || *seconds > longest)
    reject("--wait-tree", text, "none, all or a number of seconds");
  return nanoseconds(*seconds);
}

Policy::Kind policy_from(const std::string& text) {
  return choose<Policy::Kind>("--policy", text,
                              {{"busy", Policy::Kind::busy},
                               {"capacity", Policy::Kind::capacity},
                               {"marginal", Policy::Kind::marginal}});
}

std::optional<Watts> idle_power_from(const std::string& text) {
  if (text == "measure") return std::nullopt;
  const auto watts = number_from(text, "W");
  if (!watts || *watts < 0 || *watts > 1e9)
    reject("--idle-power", text, "watts, as in 12.5, or measure");
  return Watts{*watts};
}

SensorChoice sensor_from(const std::string& text) {
  return choose<SensorChoice>("--sensor", text,
                              {{"auto", SensorChoice::automatic},
                               {"perf", SensorChoice::perf},
                               {"powercap", SensorChoice::powercap},
                               {"hwmon", SensorChoice::hwmon},
                               {"psys", SensorChoice::psys},
                               {"acpi", SensorChoice::acpi},
                               {"battery", SensorChoice::battery},
                               {"estimate", SensorChoice::estimate}});
}

CpuClockChoice cpu_clock_from(const std::string& text) {
  return choose<CpuClockChoice>("--cpu-clock", text,
                                {{"auto", CpuClockChoice::automatic},
                                 {"procfs", CpuClockChoice::procfs},
                                 {"perf", CpuClockChoice::perf}});
}

EnergyUnit unit_from(const std::string& text) {
  return choose<EnergyUnit>("--unit", text,
                            {{"J", EnergyUnit::joule},
                             {"mJ", EnergyUnit::millijoule},
                             {"kJ", EnergyUnit::kilojoule},
                             {"Wh", EnergyUnit::watt_hour},
                             {"auto", EnergyUnit::automatic}});
}

ColorWhen when_from(const std::string& option, const std::string& text) {
  return choose<ColorWhen>(
      option, text,
      {{"auto", ColorWhen::automatic}, {"always", ColorWhen::always}, {"never", ColorWhen::never}});
}

int descriptor_from(const std::string& text) {
  const auto number = number_from(text);
  if (!number || *number < 0 || *number > 1e6 || *number != std::floor(*number))
    reject("--log-fd", text, "the number of an open descriptor");
  return static_cast<int>(*number);
}

DestinationRequest destination_from(const std::string& text) {
  constexpr int standard_output = 1;
  if (text == "-") return {"", false, standard_output};
  return {text, false, std::nullopt};
}

std::string file_from(const std::string& option, const std::string& text) {
  if (text == "-") reject(option, text, "the name of a file");
  return text;
}

std::filesystem::path directory_from(const std::string& option, const std::string& text) {
  std::error_code error;
  if (!std::filesystem::is_directory(text, error))
    reject(option, text, error ? "a directory: " + error.message() : "a directory");
  return std::filesystem::absolute(text);
}

} // namespace joules
