// SPDX-License-Identifier: Apache-2.0
#include "statistics/holm.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace joules {

std::vector<double> holm_levels(std::span<const double> p_values, double alpha) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
  std::vector<double> levels(p_values.size());
  std::size_t left = p_values.size(); // how many hypotheses are not yet rejected
  for (const std::size_t number : order) {
    levels[number] = alpha / static_cast<double>(left);
    if (p_values[number] < levels[number] && left > 1) --left;
  }
  return levels;
}

} // namespace joules
