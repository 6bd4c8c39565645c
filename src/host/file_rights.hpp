// SPDX-License-Identifier: Apache-2.0
// Permissions and owner of a file, for --doctor.
#pragma once

#include <filesystem>
#include <string>

namespace joules {

/// "0400 root:root"; empty when the file cannot be looked at.
std::string rights_of(const std::filesystem::path& path);

} // namespace joules
