// SPDX-License-Identifier: Apache-2.0
// What every cause of a warning is in words.
#pragma once

#include "joules/warning.hpp"

#include <string>
#include <string_view>

namespace joules {

/// One sentence, lower case, without a period.
std::string words_of(const WarningCause& cause);

/// "runs", "pairs": what are few.
std::string_view name_of(warnings::FewRuns::What what);

} // namespace joules
