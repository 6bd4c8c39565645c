// SPDX-License-Identifier: Apache-2.0
// The report as the user spells it, in GNU time's specifiers and some of our own:
//   %e %E %U %S %P %M %x %C   as GNU time        %j %J   joules of the tree, of the host
//   %w %W                     watts of the tree, of the host      %N   processes      %%   a %
// and \t \n \\. Unknown values are "?", estimates begin with "~", lower bounds with ">=".
#pragma once

#include "joules/account.hpp"
#include "joules/recording.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace joules {

/// Returns the fault of `format`; nullopt when there is none.
std::optional<std::string> format_problem(std::string_view format);

/// REQUIRES: format_problem(format) is nullopt. Ends with a newline.
std::string formatted_report(std::string_view format, const Recording& recording,
                             const EnergyAccount& account);

} // namespace joules
