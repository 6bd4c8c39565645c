// SPDX-License-Identifier: Apache-2.0
#include "joules/host/file_rights.hpp"

#include "joules/host/accounts.hpp"

#include <sys/stat.h>

#include <cstdio>

namespace joules {

std::string rights_of(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return "";
  char mode[8];
  std::snprintf(mode, sizeof mode, "%04o", static_cast<unsigned>(status.st_mode & 07777));
  return std::string(mode) + " " + user_name(status.st_uid) + ":" + group_name(status.st_gid);
}

} // namespace joules
