// SPDX-License-Identifier: Apache-2.0
#include "output/replacing.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <string_view>

namespace joules {

namespace {

bool is_same(const struct stat& one, const struct stat& other) {
  return one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/// True where nobody else can put another file, or a link, in this file's place.
bool is_ours_alone(int directory) {
  struct stat status {};
  return ::fstat(directory, &status) == 0 && (status.st_uid == ::geteuid() || status.st_uid == 0) &&
         (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/// Labels of security modules belong to the place, not to the file: a new file gets the same.
bool has_attributes(int file) {
  std::string names(4096, '\0');
  const ssize_t size = ::flistxattr(file, names.data(), names.size());
  if (size < 0) return errno == ERANGE; // an attribute list that does not fit cannot be judged
  std::string_view rest(names.data(), static_cast<std::size_t>(size));
  for (std::size_t end = 0; !rest.empty(); rest.remove_prefix(end + 1)) {
    end = rest.find('\0');
    const std::string_view name = rest.substr(0, end);
    if (name == "system.posix_acl_access" || name.starts_with("user.")) return true;
  }
  return false;
}

/// True where the command inherits a descriptor by which it may write to the file: as /dev/stdout,
/// /proc/self/fd/5, or under its own name. Who reads it keeps the old file.
bool is_inherited_by_the_command(const struct stat& file) {
  std::error_code error;
  for (std::filesystem::directory_iterator entry("/proc/self/fd", error), end;
       !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    int number = -1;
    std::from_chars(name.data(), name.data() + name.size(), number);
    struct stat open {};
    if (::fstat(number, &open) == 0 && is_same(open, file) &&
        (::fcntl(number, F_GETFD) & FD_CLOEXEC) == 0 &&
        (::fcntl(number, F_GETFL) & O_ACCMODE) != O_RDONLY)
      return true;
  }
  return false;
}

} // namespace

bool is_inherited_by_the_command(int file) {
  struct stat status {};
  return ::fstat(file, &status) == 0 && is_inherited_by_the_command(status);
}

bool is_replaceable(int file, int directory, const std::string& name) {
  struct stat status {};
  struct stat named {};
  return ::fstat(file, &status) == 0 &&
         ::fstatat(directory, name.c_str(), &named, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISREG(status.st_mode) && is_same(status, named) && status.st_uid == ::geteuid() &&
         status.st_nlink == 1 && is_ours_alone(directory) && !has_attributes(file) &&
         !is_inherited_by_the_command(status);
}

bool dress_as(int old, int file) {
  struct stat status {};
  struct stat ours {};
  if (::fstat(old, &status) != 0 || ::fstat(file, &ours) != 0) return false;
  constexpr auto same_owner = static_cast<uid_t>(-1);
  if (status.st_gid != ours.st_gid && ::fchown(file, same_owner, status.st_gid) != 0) return false;
  return ::fchmod(file, status.st_mode & 0777) == 0;
}

} // namespace joules
