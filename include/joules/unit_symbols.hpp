// SPDX-License-Identifier: Apache-2.0
// How units are written, by users and in reports.
#pragma once

#include "joules/units.hpp"

#include <array>
#include <string_view>

namespace joules {

struct Unit {
  std::string_view symbol = "J";
  double size = 1; // in joules or watts
};

namespace units {
inline constexpr Unit joule{"J", 1}, millijoule{"mJ", 1e-3}, kilojoule{"kJ", 1e3},
    watt_hour{"Wh", 3600}, kilowatt_hour{"kWh", 3.6e6};
inline constexpr Unit watt{"W", 1};
} // namespace units

/// The longest symbols first: "mJ" ends with "J". Case tells milli from mega. The last one is meant
/// where there is none.
inline constexpr std::array energy_units{
    units::kilowatt_hour, Unit{"mWh", 3.6},      units::watt_hour,
    Unit{"MJ", 1e6},      units::kilojoule,      units::millijoule,
    Unit{"uJ", 1e-6},     Unit{"\u00b5J", 1e-6}, units::joule};
inline constexpr std::array power_units{Unit{"kW", 1e3}, Unit{"mW", 1e-3}, units::watt};

constexpr Unit usual_unit(Joules) {
  return units::joule;
}
constexpr Unit usual_unit(Watts) {
  return units::watt;
}

/// A quantity with the unit that the user gave it in.
template <class Quantity>
struct Written : Quantity {
  Unit unit;
  constexpr Written(Quantity quantity, Unit written = usual_unit(Quantity()))
      : Quantity(quantity), unit(written) {}
};

} // namespace joules
