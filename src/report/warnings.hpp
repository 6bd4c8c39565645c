// SPDX-License-Identifier: Apache-2.0
// The words of every warning.
#pragma once

#include "joules/warning.hpp"

#include <string>

namespace joules {

/// One sentence, lower case, without a period.
std::string message_of(const Warning& warning);

} // namespace joules
