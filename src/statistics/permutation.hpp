// SPDX-License-Identifier: Apache-2.0
// Exact tests of whether differences are symmetric around 0: over all 2^n ways to choose signs.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace joules {

/// Beyond, 2^n is no longer a matter of a millisecond.
inline constexpr std::size_t most_for_exact = 20;

/// Share of all choices of signs whose sum is at least as far from 0 as the one observed: Fisher's
/// randomisation test, two-sided. REQUIRES: 1 to most_for_exact differences.
double sign_flip_p(std::span<const double> differences);

/// The differences' ranks by size, with their signs: ties get the mean of their ranks, zeros are
/// dropped (Wilcoxon 1945). sign_flip_p() of these is Wilcoxon's exact signed-rank test.
std::vector<double> signed_ranks(std::span<const double> differences);

} // namespace joules
