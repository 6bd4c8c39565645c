// SPDX-License-Identifier: Apache-2.0
// The sentences of warnings, as reports print them.
#pragma once

#include "joules/warning.hpp"

#include <string>

namespace joules {

/// One sentence, lower case, without a period.
std::string message_of(const Warning& warning);

/// The same for a row of 80 columns, where the warning is one of those that many reports have:
/// joules-report(5) says the rest.
std::string short_message_of(const Warning& warning);

} // namespace joules
