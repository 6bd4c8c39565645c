// SPDX-License-Identifier: Apache-2.0
// Local users and groups: those who own the files of sensors. Read from /etc/passwd and /etc/group
// by ourselves: the user database of a network takes libraries of the system.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

namespace joules {

/// "root"; the number where it has no name here.
std::string user_name(uid_t user);
std::string group_name(gid_t group);

std::optional<gid_t> group_number(const std::string& name);

} // namespace joules
