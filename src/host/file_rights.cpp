// SPDX-License-Identifier: Apache-2.0
#include "joules/host/file_rights.hpp"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>

#include <cstdio>

namespace joules {

std::string rights_of(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return "";
  char mode[8];
  std::snprintf(mode, sizeof mode, "%04o", static_cast<unsigned>(status.st_mode & 07777));
  const passwd* const user = ::getpwuid(status.st_uid);
  std::string text =
      std::string(mode) + " " + (user != nullptr ? user->pw_name : std::to_string(status.st_uid));
  const group* const owners = ::getgrgid(status.st_gid);
  return text + ":" + (owners != nullptr ? owners->gr_name : std::to_string(status.st_gid));
}

} // namespace joules
