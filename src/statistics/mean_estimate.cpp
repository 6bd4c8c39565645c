// SPDX-License-Identifier: Apache-2.0
#include "statistics/mean_estimate.hpp"

#include "statistics/student.hpp"

#include <algorithm>
#include <cmath>

namespace joules {

namespace {

Interval around(const MeanEstimate& estimate, double probability) {
  const double half_width = estimate.error * student_quantile(probability, estimate.degrees);
  return {estimate.mean - half_width, estimate.mean + half_width};
}

} // namespace

Interval MeanEstimate::interval(double level) const {
  return around(*this, 1 - (1 - level) / 2);
}

Interval MeanEstimate::bounds(double level) const {
  return around(*this, level);
}

double MeanEstimate::p_beside(double truth) const {
  return std::min(1.0, 2 * student_upper_p(std::abs(mean - truth) / error, degrees));
}

double MeanEstimate::p_above(double truth) const {
  return student_upper_p((mean - truth) / error, degrees);
}

double MeanEstimate::p_below(double truth) const {
  return student_upper_p((truth - mean) / error, degrees);
}

} // namespace joules
