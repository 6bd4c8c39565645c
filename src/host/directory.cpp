// SPDX-License-Identifier: Apache-2.0
#include "host/directory.hpp"

#include "host/confined_root.hpp"
#include "joules/quoting.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string_view>

namespace joules {

Result<std::vector<std::string>> names_in(const std::filesystem::path& directory) {
  const int descriptor = open_confined(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return system_error(quoted({directory.string()}), errno);
  const std::unique_ptr<DIR, int (*)(DIR*)> open(::fdopendir(descriptor), ::closedir);
  if (!open) {
    const int why = errno;
    ::close(descriptor);
    return system_error(quoted({directory.string()}), why);
  }
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* const entry = ::readdir(open.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  if (errno != 0) return system_error(quoted({directory.string()}), errno);
  return names;
}

std::vector<std::string> sorted_names_in(const std::filesystem::path& directory) {
  auto names = names_in(directory);
  if (!names) return {};
  std::sort(names->begin(), names->end());
  return std::move(*names);
}

bool is_there(const std::filesystem::path& path) {
  return id_of(path).has_value();
}

Result<FileId> id_of(const std::filesystem::path& path) {
  const int descriptor = open_confined(path, O_PATH | O_CLOEXEC);
  if (descriptor < 0) return system_error(quoted({path.string()}), errno);
  struct stat status {};
  ::fstat(descriptor, &status);
  ::close(descriptor);
  return FileId{status.st_dev, status.st_ino};
}

} // namespace joules
