// SPDX-License-Identifier: Apache-2.0
// Many runs in a few numbers. No value is ever dropped.
#pragma once

#include "statistics/mean_estimate.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace joules {

/// The values are energies, powers or times, so that no interval reaches below 0.
struct Summary {
  std::size_t n = 0;
  double effective_n = 0; // how many independent runs would say as much; n, unless they depend
  double mean = 0;
  double median = 0;
  double min = 0;
  double max = 0;
  // From two values on:
  std::optional<double> stddev;     // of the sample: n - 1 in the divisor
  std::optional<Interval> interval; // of the mean, two-sided, 95 %
  std::optional<Interval> bounds;   // of the mean, each one-sided, 95 %
  /// The correlation of each run with the next, where it is too high to be chance: see
  /// statistics/serial_mean.hpp.
  std::optional<double> autocorrelation;
};

/// REQUIRES: not empty; finite values, none below 0, in the order of the runs.
Summary summarize(std::span<const double> values, Stopping stopping = Stopping::planned);

/// Change from the first run to the last, by linear regression of the logarithms on the run's
/// number: 0.019 is a rise of 1.9 %. nullopt: none that is both certain (99 %) and of at least
/// `smallest_effect`; fewer than five runs; or a value that is not positive.
std::optional<double> drift_of(std::span<const double> values);

/// How many values lie further from the median than ten standard deviations would, judged by the
/// median absolute deviation: 14.826 of them, as hyperfine does. Below ten values always 0: of
/// five, one clean sample in thirty would be flagged.
std::size_t outliers_in(std::span<const double> values);

/// Differences below this are not worth a word: 1 %, as criterion and poop have it.
inline constexpr double smallest_effect = 0.01;

} // namespace joules
