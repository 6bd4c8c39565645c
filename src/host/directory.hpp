// SPDX-License-Identifier: Apache-2.0
// Directories of proc and sysfs.
#pragma once

#include "joules/result.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace joules {

/// Returns the names in a directory in the order of the listing, without "." and "..". The error's
/// code is errno.
Result<std::vector<std::string>> names_in(const std::filesystem::path& directory);

/// Returns those names in alphabetical order, or none where they cannot be listed.
std::vector<std::string> sorted_names_in(const std::filesystem::path& directory);

/// True when the path exists, whatever its kind.
bool is_there(const std::filesystem::path& path);

/// Returns the same path for two ways to one directory or file.
using FileId = std::pair<dev_t, ino_t>;
Result<FileId> id_of(const std::filesystem::path& path);

} // namespace joules
