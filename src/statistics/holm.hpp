// SPDX-License-Identifier: Apache-2.0
// Several questions at once: each is answered more carefully, so that all answers together are
// wrong no more often than one alone.
#pragma once

#include <span>
#include <vector>

namespace joules {

/// Holm (1979): the level at which each p-value is tested. The smallest of m must be below alpha /
/// m, the next one below alpha / (m - 1), and so on to the first that is not; those after it are
/// tested as that one was, so that exactly those below their level are significant. In the order of
/// `p_values`. REQUIRES: alpha in (0, 1).
std::vector<double> holm_levels(std::span<const double> p_values, double alpha);

} // namespace joules
