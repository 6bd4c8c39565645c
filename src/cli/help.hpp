// SPDX-License-Identifier: Apache-2.0
// The text of --help.
#pragma once

#include "cli/section.hpp"

#include <string>
#include <vector>

namespace joules {

/// Out of the table of options: these sections; or, without any, what most people need, on one
/// screen of 80 columns and 24 lines.
std::string help_text(const std::vector<Section>& sections);

} // namespace joules
