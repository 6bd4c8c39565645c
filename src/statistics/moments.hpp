// SPDX-License-Identifier: Apache-2.0
// Mean and variance, and logarithms to take them of.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace joules {

struct Moments {
  std::size_t n = 0;
  double mean = 0;
  double variance = 0; // of the sample: n - 1 in the divisor; 0 for one value
};

/// REQUIRES: not empty.
Moments moments_of(std::span<const double> values);

/// REQUIRES: not empty.
double median_of(std::vector<double> values);

/// nullopt: a value is not positive, or there is none.
std::optional<std::vector<double>> logarithms_of(std::span<const double> values);

} // namespace joules
