// SPDX-License-Identifier: Apache-2.0
// Files that the command line names.
#pragma once

#include "cli/request.hpp"

namespace joules {

/// Throws Failure where a saved report, or the directory of an output, does not exist. This is
/// found out before sensors are looked for: a name is mended more easily than a machine. Whether
/// the files may be read and written is found out when the command's user opens them.
void require_named_files(const Measure& request);

} // namespace joules
