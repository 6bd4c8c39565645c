// SPDX-License-Identifier: Apache-2.0
#include "joules/output/destination.hpp"

#include "joules/output/writing.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

namespace joules {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(const std::string& name, int error_number) {
  throw Failure("cannot write the report to " + system_error(name, error_number).message());
}

/// As open(2) would have created it, or as the file that it replaces.
mode_t mode_for(const std::string& target) {
  struct stat status {};
  if (::stat(target.c_str(), &status) == 0) return status.st_mode & 07777;
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

/// sudo joules -o FILE leaves the user's file the user's. Only root can, and who cannot need not.
void keep_owner(int descriptor, const std::string& target) {
  struct stat status {};
  if (::stat(target.c_str(), &status) != 0) return;
  [[maybe_unused]] const int kept = ::fchown(descriptor, status.st_uid, status.st_gid);
}

/// What a link leads to, also when that is not there yet: a link is followed, not replaced.
fs::path followed(fs::path file) {
  std::error_code error;
  constexpr int most_links = 40; // as the kernel's own limit
  for (int i = 0; i < most_links && fs::is_symlink(file, error); ++i)
    file = file.parent_path() / fs::read_symlink(file, error);
  return file;
}

/// Is this file open under one of our descriptors (/dev/stdout, /proc/self/fd/5, or by its own
/// name)? Then the command writes to it too, and a new file in its place would lose that.
bool is_open_here(const struct stat& file) {
  std::error_code error;
  for (fs::directory_iterator entry("/proc/self/fd", error), end; !error && entry != end;
       entry.increment(error)) {
    struct stat open {};
    if (::stat(entry->path().c_str(), &open) == 0 && open.st_dev == file.st_dev &&
        open.st_ino == file.st_ino)
      return true;
  }
  return false;
}

bool is_replaceable(const std::string& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return true;
  return S_ISREG(status.st_mode) && !is_open_here(status);
}

} // namespace

Destination::Destination(const DestinationRequest& request) {
  if (request.log_fd) {
    name_ = "descriptor " + std::to_string(*request.log_fd);
    descriptor_ = *request.log_fd;
    const int flags = ::fcntl(descriptor_, F_GETFL);
    if (flags < 0) refuse(name_, errno);
    // What we inherited has survived an exec: a descriptor that closes on exec is one of ours.
    if ((::fcntl(descriptor_, F_GETFD) & FD_CLOEXEC) != 0) refuse(name_, EBADF);
    if ((flags & O_ACCMODE) == O_RDONLY) refuse(name_, EBADF);
    return;
  }
  if (request.file.empty()) {
    name_ = "standard error";
    descriptor_ = STDERR_FILENO;
    return;
  }
  name_ = request.file;
  owned_ = true;
  if (request.append || !is_replaceable(request.file)) {
    const int how = request.append ? O_APPEND | O_CREAT : O_APPEND;
    descriptor_ = ::open(request.file.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY | how, 0666);
    if (descriptor_ < 0) refuse(name_, errno);
    return;
  }
  target_ = followed(request.file).string();
  temporary_ = (fs::path(target_).parent_path() / ".joules-XXXXXX").string();
  descriptor_ = ::mkostemp(temporary_.data(), O_CLOEXEC);
  if (descriptor_ >= 0) return;
  const int why = errno;
  temporary_.clear();
  // Where no file can be made beside it, the file itself may still be writable.
  descriptor_ = ::open(target_.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor_ < 0) refuse(name_, why);
  cut_first_ = true;
}

Destination::~Destination() {
  if (owned_ && descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Result<void> Destination::write(std::string_view report) {
  if (cut_first_ && ::ftruncate(descriptor_, 0) != 0) return system_error(name_, errno);
  const auto written = write_all(descriptor_, report, name_);
  if (!written)
    return written.error().code == EPIPE && is_standard_error() ? Result<void>() : written;
  return temporary_.empty() ? written : replace_file(report);
}

Result<void> Destination::replace_file(std::string_view report) {
  // close() reports what a full disk or a lost file server had put off.
  keep_owner(descriptor_, target_);
  const int mode_set = ::fchmod(descriptor_, mode_for(target_));
  if (::close(std::exchange(descriptor_, -1)) != 0 || mode_set != 0)
    return system_error(name_, errno);
  if (::rename(temporary_.c_str(), target_.c_str()) == 0) {
    temporary_.clear();
    return {};
  }
  // A mount point, or another one's file in a sticky directory, can only be written in place.
  const int why = errno;
  descriptor_ = ::open(target_.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOCTTY);
  if (descriptor_ < 0) return system_error(name_, why);
  return write_all(descriptor_, report, name_);
}

bool Destination::is_standard_error() const {
  return descriptor_ == STDERR_FILENO;
}

bool Destination::is_terminal() const {
  return ::isatty(descriptor_) == 1;
}

std::optional<std::size_t> Destination::columns() const {
  winsize size{};
  if (::ioctl(descriptor_, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
  return size.ws_col;
}

void occupy_standard_descriptors() {
  for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor)
    if (::fcntl(descriptor, F_GETFD) < 0)
      (void)::open("/dev/null", O_RDWR | O_CLOEXEC); // takes the lowest free number: this one
}

} // namespace joules
