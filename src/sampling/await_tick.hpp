// SPDX-License-Identifier: Apache-2.0
// Starting with the counter's own tick: between two ticks, what a short command used is not shown.
#pragma once

#include "joules/sensors.hpp"
#include "sampling/clock.hpp"

#include <functional>

namespace joules {

/// Reads `counter` again and again until it moves. False when it did not within `timeout`; a read
/// that fails is no move. Calls `before_reading` each time, which may throw to end the wait.
bool await_tick(EnergyCounter& counter, const Clock& clock, Nanoseconds timeout,
                const std::function<void()>& before_reading);

} // namespace joules
