// SPDX-License-Identifier: Apache-2.0
// Numbers as text, with a point in every locale.
#pragma once

#include <string>

namespace joules {

/// "131.50": so many digits after the point.
std::string fixed(double number, int decimals);

/// How many digits after the point show so many that mean something; 0 to 12.
int decimals_for(double number, int digits);

/// "131.5", "0.01240", "13": so many digits that mean something, without an exponent.
std::string significant(double number, int digits);

/// "1.2e+09", for numbers of which only the size matters.
std::string scientific(double number);

} // namespace joules
