// SPDX-License-Identifier: Apache-2.0
#include "output/temporary_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>

namespace joules {

namespace {

constexpr mode_t as_the_umask_leaves = 0666;
constexpr int most_tries = 100; // to find a name that is free

/// The name may be guessed: the file is made with O_EXCL or not at all.
std::string any_name() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
  return ".joules-" + std::to_string(::getpid()) + "-" + std::to_string(now);
}

} // namespace

Result<TemporaryFile> TemporaryFile::make_in(int directory) {
  constexpr int how = O_WRONLY | O_CLOEXEC;
  Descriptor unnamed(::openat(directory, ".", O_TMPFILE | how, as_the_umask_leaves));
  if (unnamed.is_open()) return TemporaryFile(directory, std::move(unnamed), "");
  // Network file systems, old kernels and seccomp filters refuse O_TMPFILE with different errors;
  // any other fault shows here again.
  int why = EEXIST;
  for (int i = 0; i < most_tries && why == EEXIST; ++i) {
    std::string name = any_name();
    Descriptor named(
        ::openat(directory, name.c_str(), O_CREAT | O_EXCL | how, as_the_umask_leaves));
    if (named.is_open()) return TemporaryFile(directory, std::move(named), std::move(name));
    why = errno;
  }
  return system_error("", why);
}

TemporaryFile::TemporaryFile(TemporaryFile&& other) noexcept
    : directory_(other.directory_), file_(std::move(other.file_)),
      name_(std::exchange(other.name_, {})) {}

TemporaryFile::~TemporaryFile() {
  forget_name();
}

void TemporaryFile::forget_name() {
  if (!name_.empty()) ::unlinkat(directory_, name_.c_str(), 0);
  name_.clear();
}

bool TemporaryFile::link_as(const std::string& name) const {
  if (!name_.empty()) return ::linkat(directory_, name_.c_str(), directory_, name.c_str(), 0) == 0;
  // Before Linux 6.10 only root may link a descriptor itself; others may do it through /proc:
  // open(2).
  if (::linkat(file_.number(), "", directory_, name.c_str(), AT_EMPTY_PATH) == 0) return true;
  const std::string self = "/proc/self/fd/" + std::to_string(file_.number());
  return ::linkat(AT_FDCWD, self.c_str(), directory_, name.c_str(), AT_SYMLINK_FOLLOW) == 0;
}

bool TemporaryFile::put_new(const std::string& name) {
  if (!link_as(name)) return false;
  forget_name();
  return true;
}

bool TemporaryFile::replace(const std::string& name) {
  for (int i = 0; name_.empty() && i < most_tries; ++i) {
    std::string other = any_name();
    if (link_as(other))
      name_ = std::move(other);
    else if (errno != EEXIST)
      return false;
  }
  if (name_.empty()) return false; // all those names were taken: errno is EEXIST
  if (::renameat(directory_, name_.c_str(), directory_, name.c_str()) != 0) return false;
  name_.clear();
  return true;
}

} // namespace joules
