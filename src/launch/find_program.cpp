// SPDX-License-Identifier: Apache-2.0
#include "launch/find_program.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string_view>

namespace joules {

namespace {

/// 0, or why exec would refuse it. Permissions are asked for the effective user, as exec does.
int refusal_of(const std::string& path) {
  struct stat file {};
  if (::stat(path.c_str(), &file) != 0) return errno;
  if (!S_ISREG(file.st_mode)) return EACCES;
  return ::faccessat(AT_FDCWD, path.c_str(), X_OK, AT_EACCESS) == 0 ? 0 : errno;
}

/// Where programs are looked for without PATH: confstr(3).
std::string default_path() {
  char path[64] = "";
  ::confstr(_CS_PATH, path, sizeof path);
  return path;
}

int refusal_along_path(const std::string& program) {
  const char* const variable = std::getenv("PATH");
  const std::string path = variable != nullptr ? variable : default_path();
  int refusal = ENOENT;
  for (std::size_t begin = 0, end = 0; end != path.npos; begin = end + 1) {
    end = path.find(':', begin);
    const std::string directory = path.substr(begin, end == path.npos ? end : end - begin);
    const int refused = refusal_of((directory.empty() ? "." : directory) + "/" + program);
    if (refused == 0) return 0;
    if (refused == EACCES) refusal = EACCES;
  }
  return refusal;
}

} // namespace

Result<void> find_program(const std::string& program) {
  const int refusal = program.empty()                     ? ENOENT
                      : program.find('/') != program.npos ? refusal_of(program)
                                                          : refusal_along_path(program);
  if (refusal != 0) return system_error(program, refusal);
  return {};
}

} // namespace joules
