// SPDX-License-Identifier: Apache-2.0
#include "host/file_rights.hpp"

#include "host/accounts.hpp"
#include "host/confined_root.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

namespace joules {

std::string rights_of(const std::filesystem::path& path) {
  const int descriptor = open_confined(path, O_PATH | O_CLOEXEC);
  if (descriptor < 0) return "";
  struct stat status {};
  ::fstat(descriptor, &status);
  ::close(descriptor);
  char mode[8];
  std::snprintf(mode, sizeof mode, "%04o", static_cast<unsigned>(status.st_mode & 07777));
  return std::string(mode) + " " + user_name(status.st_uid) + ":" + group_name(status.st_gid);
}

} // namespace joules
