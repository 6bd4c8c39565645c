// SPDX-License-Identifier: Apache-2.0
// Writing into a file that exists: whole or not at all, as far as its file system allows. The
// object of an error is `name`.
#pragma once

#include "joules/result.hpp"

#include <string>
#include <string_view>

namespace joules {

bool is_regular(int descriptor);

/// At the end of a file. Where there is no room for all of it nothing is added.
/// REQUIRES: O_APPEND.
Result<void> append(int descriptor, std::string_view text, const std::string& name);

/// The file holds `text`, and nothing else. Where there is no room for it the old content is kept.
Result<void> overwrite(int descriptor, std::string_view text, const std::string& name);

} // namespace joules
