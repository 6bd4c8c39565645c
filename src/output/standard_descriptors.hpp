// SPDX-License-Identifier: Apache-2.0
// Descriptors 0 to 2 may be closed when joules starts.
#pragma once

namespace joules {

/// Puts /dev/null where one of the descriptors 0 to 2 is closed, so that no file of ours takes its
/// number; close-on-exec, so that the command finds it closed as before.
void occupy_standard_descriptors();

} // namespace joules
