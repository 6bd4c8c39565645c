// SPDX-License-Identifier: Apache-2.0
#include "output/destination.hpp"

#include "joules/quoting.hpp"
#include "output/in_place.hpp"
#include "output/target_file.hpp"
#include "output/writing.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace joules {

namespace {

[[noreturn]] void refuse(const Error& error) {
  throw Failure("cannot write the report to " + error.message());
}

/// `number`, which joules inherited and may write to. Throws Failure where it is no such
/// descriptor.
int inherited_descriptor(int number, const std::string& name) {
  const int flags = ::fcntl(number, F_GETFL);
  if (flags < 0) refuse(system_error(name, errno));
  // An inherited descriptor has survived an exec; one that closes on exec was opened by joules.
  if ((::fcntl(number, F_GETFD) & FD_CLOEXEC) != 0) refuse(system_error(name, EBADF));
  if ((flags & O_ACCMODE) == O_RDONLY) refuse(system_error(name, EBADF));
  return number;
}

/// Returns the file that writing to an inherited descriptor reaches.
Identity identity_of(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 ? Identity{status.st_dev, status.st_ino, ""}
                                           : Identity{};
}

bool appends(int descriptor) {
  return (::fcntl(descriptor, F_GETFL) & O_APPEND) != 0;
}

} // namespace

Destination::Destination(const DestinationRequest& request) {
  if (request.log_fd) {
    name_ = "descriptor " + std::to_string(*request.log_fd);
    inherited_ = inherited_descriptor(*request.log_fd, name_);
  } else if (request.file.empty()) {
    name_ = "standard error";
    inherited_ = STDERR_FILENO;
  } else {
    name_ = quoted({request.file});
    auto file = TargetFile::open(request.file, request.append);
    if (!file) refuse(file.error());
    file_ = std::make_unique<TargetFile>(std::move(*file));
  }
}

Destination::~Destination() = default;

Result<void> Destination::write(std::string_view report) {
  if (file_) return file_->write(report);
  const auto written = write_all(inherited_, report, name_);
  if (!written && written.error().code == EPIPE && is_standard_error()) return {};
  return written;
}

int Destination::descriptor() const {
  return file_ ? file_->descriptor() : inherited_;
}

bool Destination::is_standard_error() const {
  return descriptor() == STDERR_FILENO;
}

bool Destination::is_terminal() const {
  return ::isatty(descriptor()) == 1;
}

std::optional<std::size_t> Destination::columns() const {
  winsize size{};
  if (::ioctl(descriptor(), TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
  return size.ws_col;
}

bool Destination::overlaps(const Destination& other) const {
  if (!file_ && !other.file_) return false;
  if (!is_regular(descriptor()) || !is_regular(other.descriptor())) return false;
  const Identity one = file_ ? file_->identity() : identity_of(inherited_);
  const Identity two = other.file_ ? other.file_->identity() : identity_of(other.inherited_);
  return one == two && !(appends(descriptor()) && appends(other.descriptor()));
}

void Destination::require_apart(const Destination& other) const {
  if (!overlaps(other)) return;
  throw Failure(name_ + (other.name_ == name_ ? "" : ", which is " + other.name_) +
                ": two outputs would be written to it, and the last would replace the other: "
                "give each a file of its own");
}

void Destination::require_apart_from_input(const std::string& file) const {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return;
  const Identity own = file_ ? file_->identity() : identity_of(inherited_);
  if (own != Identity{status.st_dev, status.st_ino, ""}) return;
  const std::string input = quoted({file});
  throw Failure(name_ + (name_ == input ? "" : ", which is " + input) +
                ": is read here, and would be replaced: write to another file");
}

} // namespace joules
