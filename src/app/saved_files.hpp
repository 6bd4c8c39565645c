// SPDX-License-Identifier: Apache-2.0
// Saved reports, from wherever they come: a file, a pipe, a process substitution, /dev/stdin.
#pragma once

#include <cstddef>
#include <string>

namespace joules {

/// The whole of `file`. Throws Failure, which names `option`, when it cannot be read; and as soon
/// as it is known to be longer than `most`, or not to be a report, which may be at its first byte.
std::string read_saved_file(const std::string& option, const std::string& file, std::size_t most);

} // namespace joules
