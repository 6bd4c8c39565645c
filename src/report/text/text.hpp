// SPDX-License-Identifier: Apache-2.0
// The report for people: one fact a line, at most 100 columns, C-locale numbers.
#pragma once

#include "joules/account.hpp"
#include "joules/recording.hpp"
#include "report/number.hpp"
#include "report/settings.hpp"

#include <string>

namespace joules {

/// Ends with a newline.
std::string text_report(const Recording& recording, const EnergyAccount& account,
                        const TextStyle& style);

} // namespace joules
