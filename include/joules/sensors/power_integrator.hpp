// SPDX-License-Identifier: Apache-2.0
// Energy out of readings of a power, for sensors that do not count: what happens between two
// readings is not seen, so that it is right for loads that change slowly.
#pragma once

#include "joules/sensors/energy_counter.hpp"

#include <functional>
#include <memory>

namespace joules {

/// Microwatts now.
using ReadPower = std::function<Result<double>()>;
/// CLOCK_MONOTONIC.
using ReadClock = std::function<Instant()>;

/// Starts at 0 with its first reading. Between two readings the power counts as their mean. A
/// reading that failed is bridged by the next one; after ENODEV all fail. More than
/// domain.largest_power is no power: it gives impossible_reading, and is bridged, too. REQUIRES:
/// domain.integrated.
std::unique_ptr<EnergyCounter> integrate_power(const Domain& domain, ReadPower power,
                                               ReadClock clock);

/// The monotonic clock of the system.
Instant monotonic_now();

} // namespace joules
