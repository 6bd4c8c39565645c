// SPDX-License-Identifier: Apache-2.0
// Whether two counters of one thing, or of a thing and a part of it, can both be right. Pure.
#pragma once

#include "attribution/counter_delta.hpp"
#include "joules/recording.hpp"
#include "joules/warning.hpp"

#include <optional>
#include <string>
#include <vector>

namespace joules {

/// Each second view that lies more than 2 % from the counter that it shows once more. The counter
/// of Recording::counters is the one that counts: its sensor comes first in the order of
/// preference, and was read all along. Runs of less than a second, and counters that stood still or
/// were not read to the end, tell nothing.
std::vector<warnings::Contradiction> contradictions(const std::vector<SecondView>& views,
                                                    Sensor sensor,
                                                    const std::vector<CounterHistory>& counters,
                                                    Seconds wall);

/// Why the counters' energy cannot be right: over a second or more they counted less than what they
/// contain. Some makers have not wired the platform's counter, or to one socket only.
std::optional<std::string> less_than_contained(const std::vector<SecondView>& views, Sensor sensor,
                                               const std::vector<CounterHistory>& counters,
                                               Seconds wall);

} // namespace joules
