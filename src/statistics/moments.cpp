// SPDX-License-Identifier: Apache-2.0
#include "statistics/moments.hpp"

#include <algorithm>
#include <cmath>

namespace joules {

Moments moments_of(std::span<const double> values) {
  const auto n = static_cast<double>(values.size());
  // As distances from the least one, in order of size: equal values have exactly their mean, so
  // that a limit of 0.1 J is kept by runs of 0.1 J, and the order of runs changes nothing.
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  double above_least = 0;
  for (const double value : sorted) above_least += value - sorted.front();
  Moments moments{values.size(), sorted.front() + above_least / n, 0};
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
