// SPDX-License-Identifier: Apache-2.0
#include "statistics/permutation.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>

namespace joules {

double sign_flip_p(std::span<const double> differences) {
  double size = 0, observed = 0;
  for (const double difference : differences) {
    size += std::abs(difference);
    observed += difference;
  }
  // Sums that differ only by rounding are ties.
  const double limit = std::abs(observed) - 1e-12 * size;
  // The mirror image of each choice has the same distance: the last sign stays.
  const std::uint64_t choices = std::uint64_t{1} << (differences.size() - 1);
  std::uint64_t as_far = 0;
  double sum = observed;
  std::vector<double> signed_now(differences.begin(), differences.end());
  for (std::uint64_t choice = 1;; ++choice) {
    as_far += std::abs(sum) >= limit;
    if (choice == choices) break;
    // Gray code: from one choice to the next a single sign flips.
    double& flipped = signed_now[static_cast<std::size_t>(std::countr_zero(choice))];
    sum -= 2 * flipped;
    flipped = -flipped;
  }
  return static_cast<double>(as_far) / static_cast<double>(choices);
}

std::vector<double> signed_ranks(std::span<const double> differences) {
  std::vector<double> values;
  std::copy_if(differences.begin(), differences.end(), std::back_inserter(values),
               [](double difference) { return difference != 0; });
  std::sort(values.begin(), values.end(),
            [](double a, double b) { return std::abs(a) < std::abs(b); });
  std::vector<double> ranks(values.size());
  const double tie = values.empty() ? 0 : 1e-12 * std::abs(values.back()); // rounding
  for (std::size_t first = 0; first < values.size();) {
    std::size_t end = first;
    while (end < values.size() && std::abs(values[end]) - std::abs(values[first]) <= tie) ++end;
    const double rank = static_cast<double>(first + 1 + end) / 2;
    for (; first < end; ++first) ranks[first] = std::copysign(rank, values[first]);
  }
  return ranks;
}

} // namespace joules
