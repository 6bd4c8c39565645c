// SPDX-License-Identifier: Apache-2.0
// Student's t distribution and the confidence that everything here is stated with.
#pragma once

namespace joules {

/// Of every interval that is reported.
inline constexpr double confidence = 0.95;

struct Interval {
  double low = 0;
  double high = 0;
};

/// The quantile for `probability` in (0, 1). REQUIRES: degrees > 0; they need not be whole.
double student_quantile(double probability, double degrees);

/// Probability of a |t| at least this large by chance; 1 for 0 / 0.
/// REQUIRES: degrees > 0.
double student_two_sided_p(double t, double degrees);

/// mean -+ t x error. Two-sided: 95 % of such intervals contain the truth; each end by itself is
/// passed in 2.5 % of cases. REQUIRES: degrees > 0.
Interval confidence_interval(double mean, double standard_error, double degrees);

/// Each end by itself is passed by the truth in 5 % of cases: what one-sided decisions rest on.
Interval confidence_bounds(double mean, double standard_error, double degrees);

} // namespace joules
