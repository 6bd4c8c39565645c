// SPDX-License-Identifier: Apache-2.0
// Energy out of readings of a power, for sensors that do not count: what happens between two
// readings is not seen, so that it is right for loads that change slowly.
#pragma once

#include "joules/host.hpp"
#include "sensors/energy_counter.hpp"

#include <functional>
#include <memory>

namespace joules {

/// Microwatts now.
using ReadPower = std::function<Result<double>()>;
/// CLOCK_MONOTONIC.
using ReadClock = std::function<Instant()>;

/// Starts at 0 with its first reading. Between two readings the power counts as their mean.
/// Readings that failed are bridged by the next one, over a second or five of the sensor's periods,
/// whichever is more. What is longer, and any gap with an ENODEV, is lost: the counter goes on
/// where it stood, and end_run() says so. More than counter.largest_power is no power: it gives
/// impossible_reading, and is bridged. REQUIRES: counter.is_integrated().
std::unique_ptr<EnergyCounter> integrate_power(const Counter& counter, ReadPower power,
                                               ReadClock clock);

} // namespace joules
