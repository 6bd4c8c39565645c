// SPDX-License-Identifier: Apache-2.0
#include "host/confined_root.hpp"

#include "joules/quoting.hpp"
#include "joules/result.hpp"

#include <linux/magic.h>
#include <linux/openat2.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace joules {

namespace fs = std::filesystem;

namespace {

struct Root {
  std::string path; // without a slash at the end
  int descriptor;
};

std::vector<Root>& roots() {
  static std::vector<Root> all;
  return all;
}

bool is_the_kernels(int directory) {
  struct statfs filesystem {};
  return ::fstatfs(directory, &filesystem) == 0 &&
         (filesystem.f_type == SYSFS_MAGIC || filesystem.f_type == PROC_SUPER_MAGIC);
}

/// True for the root of a mounted procfs or sysfs.
bool is_the_kernels_whole(int directory) {
  constexpr ino_t of_the_root = 1; // PROC_ROOT_INO; sysfs numbers from there, too
  struct stat status {};
  return is_the_kernels(directory) && ::fstat(directory, &status) == 0 &&
         status.st_ino == of_the_root;
}

/// Returns the innermost root that holds the path.
const Root* root_of(std::string_view path) {
  for (auto root = roots().rbegin(); root != roots().rend(); ++root)
    if (path.starts_with(root->path) &&
        (path.size() == root->path.size() || path[root->path.size()] == '/'))
      return &*root;
  return nullptr;
}

int openat2(int directory, const char* name, int flags) {
  open_how how{};
  how.flags = static_cast<unsigned>(flags);
  how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
  while (true) {
    const long descriptor = ::syscall(SYS_openat2, directory, name, &how, sizeof how);
    // EAGAIN: a rename happened meanwhile, so that the kernel cannot tell where ".." leads.
    if (descriptor >= 0 || errno != EAGAIN) return static_cast<int>(descriptor);
  }
}

/// Returns the path of an open file; empty where /proc does not tell.
std::string place_of(int descriptor) {
  std::error_code error;
  return fs::read_symlink("/proc/self/fd/" + std::to_string(descriptor), error).string();
}

/// Stands in for openat2(2) before Linux 5.6 and under filters that do not know it. The target of
/// the links is looked up first, without opening it for reading, and must be inside. Absolute links
/// lead outside here.
int open_and_look(int directory, const char* name, int flags) {
  const int found = ::openat(directory, name, O_PATH | O_CLOEXEC | (flags & O_NOFOLLOW));
  if (found < 0) return found;
  const std::string root = place_of(directory), place = place_of(found);
  const bool inside = !root.empty() && place.starts_with(root) &&
                      (place.size() == root.size() || place[root.size()] == '/');
  const std::string again = "/proc/self/fd/" + std::to_string(found);
  const int descriptor = inside ? ::open(again.c_str(), flags & ~O_NOFOLLOW) : -1;
  const int why = inside ? errno : EXDEV;
  ::close(found);
  errno = why;
  return descriptor;
}

} // namespace

ConfinedRoot::ConfinedRoot(const fs::path& root) {
  std::string path = root.string();
  while (path.ends_with('/')) path.pop_back();
  if (path.empty()) return;
  const int descriptor = ::open(path.c_str(), O_PATH | O_CLOEXEC);
  if (descriptor < 0) throw Failure(system_error(quoted({path}), errno).message());
  if (is_the_kernels(descriptor)) {
    ::close(descriptor);
    return;
  }
  add(path, descriptor);
  for (const char* name : {"/proc", "/sys"}) {
    const int inside = ::open((path + name).c_str(), O_PATH | O_CLOEXEC);
    if (inside >= 0 && is_the_kernels_whole(inside))
      add(path + name, inside);
    else if (inside >= 0)
      ::close(inside);
  }
}

void ConfinedRoot::add(std::string path, int descriptor) {
  descriptors_.push_back(descriptor);
  roots().push_back({std::move(path), descriptor});
}

ConfinedRoot::~ConfinedRoot() {
  for (const int descriptor : descriptors_) {
    std::erase_if(roots(), [&](const Root& root) { return root.descriptor == descriptor; });
    ::close(descriptor);
  }
}

bool is_confined(const fs::path& path) {
  return root_of(path.native()) != nullptr;
}

int open_confined(int directory, const char* name, int flags) {
  // O_NONBLOCK: a fifo without a writer must not block.
  const int how = flags | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
  // With O_PATH the kernel allows few other flags, and nothing blocks.
  const int allowed = (flags & O_PATH) != 0 ? flags | O_CLOEXEC : how;
  int descriptor = openat2(directory, name, allowed);
  if (descriptor < 0 && (errno == ENOSYS || errno == EPERM))
    descriptor = open_and_look(directory, name, allowed);
  struct stat status {};
  if (descriptor < 0 ||
      (::fstat(descriptor, &status) == 0 && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode))))
    return descriptor;
  ::close(descriptor);
  errno = EINVAL;
  return -1;
}

int open_confined(const fs::path& path, int flags) {
  const Root* const root = root_of(path.native());
  if (root == nullptr) return ::open(path.c_str(), flags);
  const char* inside = path.c_str() + root->path.size();
  while (*inside == '/') ++inside;
  return open_confined(root->descriptor, *inside == '\0' ? "." : inside, flags);
}

} // namespace joules
