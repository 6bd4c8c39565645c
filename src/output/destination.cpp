// SPDX-License-Identifier: Apache-2.0
#include "joules/output/destination.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

namespace joules {

namespace fs = std::filesystem;

namespace {

/// A reader that went away makes write() fail instead of ending us.
class WithoutPipeSignal {
public:
  WithoutPipeSignal() {
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &ignore, &before_);
  }
  ~WithoutPipeSignal() { ::sigaction(SIGPIPE, &before_, nullptr); }
  WithoutPipeSignal(const WithoutPipeSignal&) = delete;
  WithoutPipeSignal& operator=(const WithoutPipeSignal&) = delete;

private:
  struct sigaction before_ {};
};

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

/// What a link leads to, also when that is not there yet: a link is followed, not replaced.
fs::path followed(fs::path file) {
  std::error_code error;
  constexpr int most_links = 40; // as the kernel's own limit
  for (int i = 0; i < most_links && fs::is_symlink(file, error); ++i)
    file = file.parent_path() / fs::read_symlink(file, error);
  return file;
}

bool is_replaceable(const std::string& file) {
  struct stat status {};
  return ::stat(file.c_str(), &status) != 0 || S_ISREG(status.st_mode);
}

Result<void> write_all(int descriptor, std::string_view text, const std::string& name) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error(name, errno);
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

} // namespace

Destination::Destination(const DestinationRequest& request) {
  if (request.log_fd) {
    name_ = "descriptor " + std::to_string(*request.log_fd);
    descriptor_ = *request.log_fd;
    const int flags = ::fcntl(descriptor_, F_GETFL);
    if (flags < 0) refuse(name_, errno);
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
    const int how = request.append ? O_APPEND | O_CREAT : O_TRUNC;
    descriptor_ = ::open(request.file.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY | how, 0666);
    if (descriptor_ < 0) refuse(name_, errno);
    return;
  }
  target_ = followed(request.file).string();
  temporary_ = (fs::path(target_).parent_path() / ".joules-XXXXXX").string();
  descriptor_ = ::mkostemp(temporary_.data(), O_CLOEXEC);
  if (descriptor_ < 0) {
    temporary_.clear();
    refuse(name_, errno);
  }
}

Destination::~Destination() {
  if (owned_ && descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Result<void> Destination::write(std::string_view report) {
  const WithoutPipeSignal guard;
  const auto written = write_all(descriptor_, report, name_);
  if (!written)
    return written.error().code == EPIPE && is_standard_error() ? Result<void>() : written;
  return temporary_.empty() ? written : replace_file();
}

Result<void> Destination::replace_file() {
  // close() reports what a full disk or a lost file server had put off.
  const int mode_set = ::fchmod(descriptor_, mode_for(target_));
  if (::close(std::exchange(descriptor_, -1)) != 0 || mode_set != 0)
    return system_error(name_, errno);
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) return system_error(name_, errno);
  temporary_.clear();
  return {};
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
