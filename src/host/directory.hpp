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

/// The names in it, in the order that they are listed in, without "." and "..". The error's code is
/// errno.
Result<std::vector<std::string>> names_in(const std::filesystem::path& directory);

/// Those names, in alphabetical order; none where they cannot be listed.
std::vector<std::string> sorted_names_in(const std::filesystem::path& directory);

/// True when something is there, of whatever kind.
bool is_there(const std::filesystem::path& path);

/// Of two paths to one directory, or file, the same.
using FileId = std::pair<dev_t, ino_t>;
Result<FileId> id_of(const std::filesystem::path& path);

} // namespace joules
