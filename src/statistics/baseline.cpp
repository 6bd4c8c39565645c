// SPDX-License-Identifier: Apache-2.0
#include "joules/statistics/baseline.hpp"

namespace joules {

std::optional<std::string> incomparable(const Baseline& baseline, const std::string& sensor,
                                        const std::string& quality, const std::string& policy) {
  if (baseline.quality != quality)
    return "its energies are " + baseline.quality + ", the others " + quality;
  if (baseline.sensor != sensor)
    return "its sensor was " + baseline.sensor + ", the other is " + sensor;
  if (baseline.policy != policy)
    return "its policy was " + baseline.policy + ", the other is " + policy;
  return std::nullopt;
}

} // namespace joules
