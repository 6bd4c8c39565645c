// SPDX-License-Identifier: Apache-2.0
// The steps of a plan, in their order. Pure.
#pragma once

#include "joules/runs.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace joules {

struct Step {
  std::size_t command = 0;
  bool warmup = false;
  int index = 0; // of the command's warm-ups, or of its measured runs

  /// "warmup-0", "3": what the command finds in JOULES_RUN.
  [[nodiscard]] std::string label() const;
  bool operator==(const Step&) const = default;
};

/// The same plan always gives the same steps. Warm-ups come first.
std::vector<Step> steps_of(const Plan& plan);

} // namespace joules
