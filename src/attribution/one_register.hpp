// SPDX-License-Identifier: Apache-2.0
// Counters that turn out, over a run, to be one register: what the search before the launch
// (sensors/mirrors) has no time for, because the register moves more slowly than every few
// milliseconds.
#pragma once

#include "joules/recording.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace joules {

/// For each of `counters` the number of the first one before it whose readings were the same in
/// every sample of the run, at 20 values or more; nullopt: there is none. Counters that begin when
/// they are opened are compared from their first readings on. Two counters of a machine do not meet
/// twenty times to the microjoule; registers that move between the two reads of a sample show it
/// soon, and are not found here.
std::vector<std::optional<std::size_t>>
repeated_registers(const std::vector<CounterReadings>& counters);

} // namespace joules
