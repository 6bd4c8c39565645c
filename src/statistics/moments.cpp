// SPDX-License-Identifier: Apache-2.0
#include "statistics/moments.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace joules {

Moments moments_of(std::span<const double> values) {
  const auto n = static_cast<double>(values.size());
  Moments moments{values.size(), std::reduce(values.begin(), values.end()) / n, 0};
  if (values.size() < 2) return moments;
  double squares = 0; // in a second pass: large values that differ little lose nothing
  for (const double value : values) squares += (value - moments.mean) * (value - moments.mean);
  moments.variance = squares / (n - 1);
  return moments;
}

double median_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

std::optional<std::vector<double>> logarithms_of(std::span<const double> values) {
  std::vector<double> logarithms;
  for (const double value : values) {
    if (!(value > 0)) return std::nullopt;
    logarithms.push_back(std::log(value));
  }
  if (logarithms.empty()) return std::nullopt;
  return logarithms;
}

} // namespace joules
