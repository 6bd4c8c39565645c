// SPDX-License-Identifier: Apache-2.0
// The power of the last moments, for somebody who watches. No part of any report: it is rougher.
#pragma once

#include "joules/recording.hpp"

#include <optional>
#include <vector>

namespace joules {

struct PresentPower {
  std::optional<Watts> host; // nullopt: not known
  std::optional<Watts> tree; // its share of the host's by busy time, whatever the policy
};

/// Over the last second or so of what was sampled until now. `model`: stands in for counters.
/// Allocates nothing: it is asked for while the command runs.
PresentPower present_power(const std::vector<Sample>& samples,
                           const std::vector<CounterReadings>& counters,
                           const std::optional<PowerModel>& model);

} // namespace joules
