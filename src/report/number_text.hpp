// SPDX-License-Identifier: Apache-2.0
// Numbers for programs.
#pragma once

#include <string>

namespace joules {

/// The fewest digits that read back as the same double.
std::string exact(double number);

} // namespace joules
