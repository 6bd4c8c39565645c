// SPDX-License-Identifier: Apache-2.0
// Runs of an earlier time, from a saved report.
#pragma once

#include "joules/metric.hpp"

#include <optional>
#include <string>

namespace joules {

struct Baseline {
  std::string file;
  Series series;
  // How and where it was measured; empty: not known.
  std::string sensor, quality, policy;
  std::string cpu_model, kernel, governor;
};

/// Why numbers so unlike must not be held against one another; nullopt: they may be.
std::optional<std::string> incomparable(const Baseline& baseline, const std::string& sensor,
                                        const std::string& quality, const std::string& policy);

} // namespace joules
