// SPDX-License-Identifier: Apache-2.0
// Which options the modes obey that measure nothing.
#pragma once

#include "cli/option.hpp"

namespace joules {

/// Throws Failure where an option was given that the mode would ignore: who gave it would not
/// notice.
///
/// REQUIRES: a mode other than Mode::measure.
void require_obeyed(const Settings& settings);

} // namespace joules
