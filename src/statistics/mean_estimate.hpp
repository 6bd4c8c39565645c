// SPDX-License-Identifier: Apache-2.0
// A mean, and how far the truth may be from it by Student's t distribution. Everything here that
// decides does it by such an interval; a p-value is the level at which the interval would end
// there.
#pragma once

#include "joules/metric.hpp"

namespace joules {

/// The confidence level of every reported interval that names no other.
inline constexpr double confidence = 0.95;

/// Runs that end when their interval is narrow enough end the sooner the less they happen to
/// scatter, so that 92 to 93 % of such intervals contain the truth. With standard errors this much
/// larger 95 % do: simulated, of normal, log-normal and t values (tests/statistics/
/// precision_test.cpp).
constexpr double widening_of(Stopping stopping) {
  return stopping == Stopping::by_width ? 1.1 : 1;
}

struct Interval {
  double low = 0;
  double high = 0;
};

struct MeanEstimate {
  double mean = 0;
  double error = 0;   // standard error of the mean, in the unit of the mean
  double degrees = 1; // of freedom, above 0; not always whole

  /// Two-sided: `level` of such intervals contain the truth. REQUIRES: level in (0, 1).
  [[nodiscard]] Interval interval(double level = confidence) const;

  /// Each end by itself is passed by the truth in 1 - level of cases: what one-sided decisions rest
  /// on. REQUIRES: level in (0, 1).
  [[nodiscard]] Interval bounds(double level = confidence) const;

  /// Probability of a mean at least this far from `truth`, on either side, were that the truth.
  [[nodiscard]] double p_beside(double truth) const;

  /// Probability of a mean at least this far above `truth`, were that the truth; p_below: below.
  [[nodiscard]] double p_above(double truth) const;
  [[nodiscard]] double p_below(double truth) const;
};

} // namespace joules
