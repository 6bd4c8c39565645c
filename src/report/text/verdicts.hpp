// SPDX-License-Identifier: Apache-2.0
// The verdict of a gate.
#pragma once

#include "joules/statistics.hpp"
#include "report/settings.hpp"

#include <string>

namespace joules {

/// "joules: FAIL    energy budget 12 J exceeded: 12.41 J (+3.4 %), 95 % bounds 12.33 to 12.49 J, 10
/// runs". ASCII words first, so that colour is never needed. In the unit of the gate. Ends with a
/// newline.
std::string verdict_line(const GateResult& gate, bool estimated);

/// "energy budget exceeded"
std::string verdict_title(const GateResult& gate);

/// The same for people: in the unit and the colours of `style`. On a terminal that is too narrow
/// for one line, the grounds follow on lines of their own.
std::string verdict_text(const GateResult& gate, bool estimated, const TextStyle& style);

} // namespace joules
