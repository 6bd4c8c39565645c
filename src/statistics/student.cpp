// SPDX-License-Identifier: Apache-2.0
// The only file that knows Boost.Math.
#include "statistics/student.hpp"

#include <boost/math/distributions/students_t.hpp>

#include <cmath>

namespace joules {

namespace {

using namespace boost::math::policies;
/// Doubles are exact enough, and long doubles would double the code.
using Student = boost::math::students_t_distribution<double, policy<promote_double<false>>>;

} // namespace

double student_quantile(double probability, double degrees) {
  return boost::math::quantile(Student(degrees), probability);
}

double student_upper_p(double t, double degrees) {
  if (std::isnan(t)) return 1;
  if (std::isinf(t)) return t > 0 ? 0 : 1;
  return boost::math::cdf(boost::math::complement(Student(degrees), t));
}

} // namespace joules
