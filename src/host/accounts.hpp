// SPDX-License-Identifier: Apache-2.0
// Users and groups by name and by number: passwd(5), group(5). A dynamic build asks the system's
// whole user database, a network's users among it; a static build cannot load the libraries behind
// that, and reads /etc/passwd and /etc/group alone.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace joules {

struct Account {
  std::string name;
  uid_t uid = 0;
  gid_t gid = 0;
  std::vector<gid_t> groups; // `gid` among them
  std::string home;
  std::string shell; // never empty
};

/// nullopt: there is no such user.
std::optional<Account> find_account(const std::string& name);

/// "root"; the number where it has no name here.
std::string user_name(uid_t user);
std::string group_name(gid_t group);

std::optional<gid_t> group_number(const std::string& name);

} // namespace joules
