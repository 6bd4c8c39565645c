// SPDX-License-Identifier: Apache-2.0
// Writes into an existing file, whole or not at all as far as its file system allows. The object of
// an error is `name`.
#pragma once

#include "joules/result.hpp"

#include <string>
#include <string_view>

namespace joules {

bool is_regular(int descriptor);

/// Appends `text`. Where there is no room for all of it, nothing is added.
/// REQUIRES: O_APPEND.
Result<void> append(int descriptor, std::string_view text, const std::string& name);

/// Makes `text` the file's whole content. Where there is no room for it, the old content is kept.
Result<void> overwrite(int descriptor, std::string_view text, const std::string& name);

} // namespace joules
