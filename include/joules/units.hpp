// SPDX-License-Identifier: Apache-2.0
// Energy, power and time as types, so that a watt never passes for a joule. Seconds are chrono's,
// so sleeps, timers and literals work with them.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace joules {

/// A double that remembers what it measures.
template <class Unit>
struct Quantity {
  double value = 0;

  constexpr auto operator<=>(const Quantity&) const = default;
  constexpr Quantity& operator+=(Quantity other) {
    value += other.value;
    return *this;
  }
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return {a.value + b.value}; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return {a.value - b.value}; }
  friend constexpr Quantity operator*(Quantity q, double factor) { return {q.value * factor}; }
  friend constexpr double operator/(Quantity a, Quantity b) { return a.value / b.value; }
};

using Joules = Quantity<struct JouleUnit>;
using Watts = Quantity<struct WattUnit>;
using Seconds = std::chrono::duration<double>;
using Nanoseconds = std::chrono::nanoseconds;
using Microseconds = std::chrono::microseconds;

/// An energy as counters show it, in whole numbers until the last step.
struct Microjoules {
  std::uint64_t count = 0;

  constexpr auto operator<=>(const Microjoules&) const = default;
};

constexpr Joules joules_of(Microjoules energy) {
  return {static_cast<double>(energy.count) * 1e-6};
}

constexpr Watts operator/(Joules energy, Seconds time) {
  return {energy.value / time.count()};
}
constexpr Joules operator*(Watts power, Seconds time) {
  return {power.value * time.count()};
}

} // namespace joules
