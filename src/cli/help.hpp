// SPDX-License-Identifier: Apache-2.0
// The text of --help.
#pragma once

#include <string>

namespace joules {

/// One screen, out of the table of options.
std::string help_text();

} // namespace joules
