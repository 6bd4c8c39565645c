// SPDX-License-Identifier: Apache-2.0
// What the tree is charged with. In every interval, with host energy E, tree CPU time t, busy CPU
// time B, and capacity C = online CPUs x length:
//
//   busy      E x t / B             idle power goes to whoever runs (the default)
//   capacity  E x t / C             idle capacity is nobody's
//   marginal  max(E - P0 x length, 0) x t / B   what the command added to an idle host of P0 watts
//
// Of several packages that can be told apart, each one's energy is divided by its own t, B and C,
// with P0 in proportion to the packages' energies.
//
// Without a sensor E is the model's: idle_watts x CPUs x length + (busy_watts - idle_watts) x B.
#pragma once

#include "joules/account.hpp"
#include "joules/recording.hpp"

#include <optional>

namespace joules {

/// Never fails: what the recording does not tell is nullopt in the account, with the reason.
EnergyAccount attribute(const Recording& recording, const Policy& policy);

/// Mean power over an idle recording; nullopt when its counters or clocks could not be read.
std::optional<Watts> idle_power(const Recording& idle);

} // namespace joules
