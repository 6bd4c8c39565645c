// SPDX-License-Identifier: Apache-2.0
#include "joules/sensors/battery.hpp"

#include "joules/host/text_file.hpp"
#include "joules/sensors/power_integrator.hpp"
#include "sensors/error_value.hpp"
#include "sensors/largest_power.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <utility>

namespace joules {

namespace fs = std::filesystem;

namespace {

/// Firmware brings the power up to date every second or so, some every half minute.
constexpr Seconds usual_period{1};

/// The sign of a current tells charging from discharging with some drivers only; the status does
/// with all.
std::optional<double> magnitude(const fs::path& file) {
  const auto line = read_line(file);
  std::int64_t number = 0;
  if (!line || line->empty() ||
      std::from_chars(line->data(), line->data() + line->size(), number).ec != std::errc())
    return std::nullopt;
  if (is_error_value(number)) return std::nullopt;
  return std::abs(static_cast<double>(number));
}

Result<double> power_of(const fs::path& battery) {
  const std::string status = read_line(battery / "status").value_or("not known");
  if (status != "Discharging")
    return Error((battery / "status").string(),
                 status + ": only a discharging battery tells what "
                          "the machine draws",
                 ENODEV);
  if (const auto power = magnitude(battery / "power_now")) return *power;
  const auto current_ua = magnitude(battery / "current_now");
  const auto voltage_uv = magnitude(battery / "voltage_now");
  if (current_ua && voltage_uv) return *current_ua * *voltage_uv * 1e-6;
  return Error((battery / "power_now").string(), "no power, nor current and voltage", 0);
}

/// Of the machine, not of a mouse beside it.
bool is_system_battery(const fs::path& supply) {
  return read_line(supply / "type") == "Battery" &&
         read_line(supply / "scope").value_or("System") != "Device";
}

std::vector<fs::path> batteries_of(const HostRoot& host) {
  std::vector<fs::path> batteries;
  std::error_code error;
  for (fs::directory_iterator entry(host.sys("class/power_supply"), error), end;
       !error && entry != end; entry.increment(error))
    if (is_system_battery(entry->path())) batteries.push_back(entry->path());
  std::sort(batteries.begin(), batteries.end());
  return batteries;
}

Domain domain_of(const fs::path& battery, const Result<double>& power) {
  Domain domain;
  domain.id = domain.name = battery.filename().string();
  domain.path = (battery / "power_now").string();
  domain.reason = "a battery";
  domain.integrated = domain.since_opened = true;
  domain.period = usual_period;
  domain.largest_power = largest_battery_power;
  if (power)
    domain.power_uw = static_cast<std::uint64_t>(*power);
  else
    domain.unreadable = power.error().reason;
  domain.counted = power.has_value();
  return domain;
}

} // namespace

Source battery_source(const HostRoot& host) {
  Source source;
  source.sensor = "battery";
  source.scope = "the whole machine, from its battery";
  std::string why = host.sys("class/power_supply").string() + ": no battery";
  for (const fs::path& battery : batteries_of(host)) {
    const auto power = power_of(battery);
    if (!power) why = power.error().message();
    sort_in(
        domain_of(battery, power),
        [&](const Domain& domain) -> Result<std::unique_ptr<EnergyCounter>> {
          return integrate_power(
              domain, [battery] { return power_of(battery); }, monotonic_now);
        },
        source);
  }
  conclude(source, "", why);
  return source;
}

} // namespace joules
