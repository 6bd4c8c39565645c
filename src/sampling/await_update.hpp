// SPDX-License-Identifier: Apache-2.0
// Starting with an update of the counter: what a short command used between two of them is not
// shown.
#pragma once

#include "joules/sensors.hpp"
#include "sampling/clock.hpp"

#include <functional>

namespace joules {

/// Reads `counter` again and again until it moves. False when it did not within `timeout`; a read
/// that fails is no move. Calls `before_reading` each time, which may throw to end the wait.
bool await_update(EnergyCounter& counter, const Clock& clock, Nanoseconds timeout,
                  const std::function<void()>& before_reading);

} // namespace joules
