// SPDX-License-Identifier: Apache-2.0
#include "statistics/summary.hpp"

#include "statistics/moments.hpp"
#include "statistics/serial_mean.hpp"
#include "statistics/student.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace joules {

namespace {

constexpr std::size_t fewest_for_drift = 5;
constexpr std::size_t fewest_for_outliers = 10;
/// Ten standard deviations of a normal distribution, whose MAD is 0.6745 of them.
constexpr double outlying_mads = 14.826;
constexpr double drift_significance = 0.01;

Interval not_below_zero(const Interval& interval) {
  return {std::max(interval.low, 0.0), interval.high};
}

} // namespace

Summary summarize(std::span<const double> values, Stopping stopping) {
  const SerialMean serial = serial_mean(values, stopping);
  Summary summary;
  summary.n = serial.n;
  summary.effective_n = serial.effective_n;
  summary.mean = serial.mean;
  summary.median = median_of({values.begin(), values.end()});
  const auto [min, max] = std::minmax_element(values.begin(), values.end());
  summary.min = *min;
  summary.max = *max;
  if (!serial.estimate) return summary;
  summary.stddev = serial.deviation;
  summary.interval = not_below_zero(serial.estimate->interval());
  summary.bounds = not_below_zero(serial.estimate->bounds());
  if (serial.autocorrelation && *serial.autocorrelation > notable_autocorrelation(serial.n))
    summary.autocorrelation = serial.autocorrelation;
  return summary;
}

std::optional<double> drift_of(std::span<const double> values) {
  const auto logarithms = logarithms_of(values);
  if (!logarithms || values.size() < fewest_for_drift) return std::nullopt;
  const auto n = static_cast<double>(values.size());
  const Moments y = moments_of(*logarithms);
  const double x_mean = (n - 1) / 2;
  double xx = 0, xy = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double x = static_cast<double>(i) - x_mean;
    xx += x * x;
    xy += x * ((*logarithms)[i] - y.mean);
  }
  const double slope = xy / xx;
  const double residual = std::max(y.variance * (n - 1) - slope * xy, 0.0) / (n - 2);
  const double change = std::expm1(slope * (n - 1));
  if (std::abs(change) < smallest_effect) return std::nullopt;
  const double t = std::abs(slope) / std::sqrt(residual / xx);
  if (2 * student_upper_p(t, n - 2) > drift_significance) return std::nullopt;
  return change;
}

std::size_t outliers_in(std::span<const double> values) {
  if (values.size() < fewest_for_outliers) return 0;
  const double median = median_of({values.begin(), values.end()});
  std::vector<double> deviations;
  for (const double value : values) deviations.push_back(std::abs(value - median));
  const double limit = outlying_mads * median_of(deviations);
  return static_cast<std::size_t>(
      std::count_if(deviations.begin(), deviations.end(), [&](double d) { return d > limit; }));
}

} // namespace joules
