// SPDX-License-Identifier: Apache-2.0
// The only file that knows Boost.Math.
#include "joules/statistics/student.hpp"

#include <boost/math/distributions/students_t.hpp>

#include <cmath>

namespace joules {

namespace {

using namespace boost::math::policies;
/// Doubles are exact enough, and long doubles would double the code.
using Student = boost::math::students_t_distribution<double, policy<promote_double<false>>>;

Interval around(double mean, double half_width) {
  return {mean - half_width, mean + half_width};
}

} // namespace

double student_quantile(double probability, double degrees) {
  return boost::math::quantile(Student(degrees), probability);
}

double student_two_sided_p(double t, double degrees) {
  if (std::isnan(t)) return 1; // 0 / 0: no difference, and no noise
  if (std::isinf(t)) return 0;
  return 2 * boost::math::cdf(boost::math::complement(Student(degrees), std::abs(t)));
}

Interval confidence_interval(double mean, double standard_error, double degrees) {
  return around(mean, standard_error * student_quantile(1 - (1 - confidence) / 2, degrees));
}

Interval confidence_bounds(double mean, double standard_error, double degrees) {
  return around(mean, standard_error * student_quantile(confidence, degrees));
}

} // namespace joules
