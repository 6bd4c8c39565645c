// SPDX-License-Identifier: Apache-2.0
// Student's t distribution.
#pragma once

namespace joules {

/// The quantile for `probability` in (0, 1). REQUIRES: degrees > 0; they need not be whole.
double student_quantile(double probability, double degrees);

/// Probability of a t at least this large by chance; 1 for 0 / 0: no difference, and no noise.
/// REQUIRES: degrees > 0.
double student_upper_p(double t, double degrees);

} // namespace joules
