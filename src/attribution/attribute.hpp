// SPDX-License-Identifier: Apache-2.0
// Attributes energy to the tree. In every interval, with host energy E, tree CPU time t, busy CPU
// time B, and capacity C = online CPUs x length:
//
//   busy      E x t / B             idle power goes to whoever runs (the default)
//   capacity  E x t / C             idle capacity is nobody's
//   marginal  max(E - P0 x length, 0) x t / B   what the command added to an idle host of P0 watts
//
// Where several packages can be told apart, the energy of each is divided by its own t, B and C,
// with P0 in proportion to the packages' energies.
//
// Without a sensor E is the model's: idle_watts x CPUs x length + (busy_watts - idle_watts) x B.
#pragma once

#include "joules/account.hpp"
#include "joules/recording.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace joules {

/// The most points of EnergyAccount::power in a run.
inline constexpr std::size_t most_power_points = 600;

/// Those of each of so many runs, all of which are kept until the report: 60,000 together.
constexpr std::size_t power_points_of_each(std::size_t runs) {
  constexpr std::size_t together = 100 * most_power_points;
  return runs == 0 ? most_power_points : std::min(most_power_points, together / runs);
}

/// Never fails: what the recording does not tell is nullopt in the account, with the reason.
/// `power_points`: the most of EnergyAccount::power.
EnergyAccount attribute(const Recording& recording, const Policy& policy,
                        std::size_t power_points = most_power_points);

/// An idle host over a while.
struct IdleHost {
  Watts power;                    // on average
  std::optional<Watts> low, high; // of an estimate: by the ends of the model
  double cpus = 0, busy_cpus = 0; // on line, and busy all the same, on average

  /// Where this much runs, no power is that of an idle host: half a CPU, or 5 % of a large machine.
  [[nodiscard]] bool is_plainly_busy() const;
};

/// Above this many busy CPUs a host was not quite idle, and marginal energies are too low.
inline constexpr double idle_enough = 0.1;

/// nullopt when the recording's counters or clocks could not be read.
std::optional<IdleHost> idle_host(const Recording& idle);

} // namespace joules
