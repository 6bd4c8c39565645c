// SPDX-License-Identifier: Apache-2.0
// How units are written, by users and in reports.
#pragma once

#include <array>
#include <string_view>

namespace joules {

struct Unit {
  std::string_view symbol;
  double size; // in joules or watts
};

inline constexpr Unit joule{"J", 1}, millijoule{"mJ", 1e-3}, kilojoule{"kJ", 1e3},
    watt_hour{"Wh", 3600};

/// The longest symbols first: "mJ" ends with "J". Case tells milli from mega.
inline constexpr std::array energy_units{
    Unit{"kWh", 3.6e6}, Unit{"mWh", 3.6},      watt_hour, Unit{"MJ", 1e6}, kilojoule, millijoule,
    Unit{"uJ", 1e-6},   Unit{"\u00b5J", 1e-6}, joule};
inline constexpr std::array power_units{Unit{"kW", 1e3}, Unit{"mW", 1e-3}, Unit{"W", 1}};

} // namespace joules
