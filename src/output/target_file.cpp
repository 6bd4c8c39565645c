// SPDX-License-Identifier: Apache-2.0
#include "output/target_file.hpp"

#include "joules/output/writing.hpp"
#include "joules/quoting.hpp"
#include "output/in_place.hpp"
#include "output/replacing.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>

namespace joules {

namespace {

bool is_fifo(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISFIFO(status.st_mode);
}

/// Without waiting: a fifo that nobody reads is ENXIO, a file with a lease EAGAIN. O_CREAT has the
/// kernel look at it as it looks at a shell's ">": fs.protected_regular and fs.protected_fifos.
int open_at_once(const std::string& path, int how) {
  constexpr int to_write = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
  int descriptor = -1;
  do {
    descriptor = ::open(path.c_str(), to_write | how, 0666);
  } while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

/// Waits for a reader as a shell does. REQUIRES: signals still end us.
int open_as_a_shell(const std::string& path, int how) {
  constexpr int milliseconds_until_a_reader_comes = 20;
  while (true) {
    const int descriptor = open_at_once(path, how);
    const bool comes = descriptor < 0 && ((errno == ENXIO && is_fifo(path)) || errno == EAGAIN);
    if (!comes) return descriptor;
    ::poll(nullptr, 0, milliseconds_until_a_reader_comes);
  }
}

bool has_a_name(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 && status.st_nlink > 0;
}

} // namespace

Result<TargetFile> TargetFile::open(const std::string& path, bool append) {
  TargetFile file(path, append);
  struct stat status {};
  const bool is_there = ::lstat(path.c_str(), &status) == 0;
  if (!is_there && errno != ENOENT) return system_error(quoted({path}), errno);
  const int why = is_there || append ? file.open_existing() : file.prepare_new();
  if (why != 0) return system_error(quoted({path}), why);
  return file;
}

/// 0, or errno. What is not there is made: for -a, or where a link leads.
int TargetFile::open_existing() {
  existing_ = Descriptor(open_as_a_shell(path_, appends_ ? O_APPEND : 0));
  if (!existing_.is_open()) return errno;
  const int file = existing_.number();
  if (!appends_ && is_regular(file) && is_inherited_by_the_command(file))
    appends_ = ::fcntl(file, F_SETFL, O_APPEND) == 0;
  if (appends_ || open_directory() != 0) return 0;
  // Where no file can be made beside it, this one itself can still be written.
  if (is_replaceable(file, directory_.number(), name_)) make_temporary();
  return 0;
}

/// 0, or errno.
int TargetFile::prepare_new() {
  if (const int why = open_directory(); why != 0) return why;
  return make_temporary();
}

int TargetFile::open_directory() {
  const std::filesystem::path path(path_);
  const auto parent = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  name_ = path.filename().string();
  directory_ = Descriptor(::open(parent.c_str(), O_PATH | O_CLOEXEC));
  return directory_.is_open() ? 0 : errno;
}

int TargetFile::make_temporary() {
  auto temporary = TemporaryFile::make_in(directory_.number());
  if (!temporary) return temporary.error().code;
  temporary_.emplace(std::move(*temporary));
  return 0;
}

Result<void> TargetFile::write(std::string_view report) {
  if (temporary_) {
    const auto written = write_all(temporary_->descriptor(), report, quoted({path_}));
    if (!written || put_temporary()) return written;
    temporary_.reset();
  }
  return write_in_place(report);
}

bool TargetFile::put_temporary() {
  if (!existing_.is_open()) return temporary_->put_new(name_);
  // As it is now: the command may have changed it.
  return is_replaceable(existing_.number(), directory_.number(), name_) &&
         dress_as(existing_.number(), temporary_->descriptor()) && temporary_->replace(name_);
}

/// Also where a new file could not be put: at a mount point, where its name is taken by now, where
/// the command removed it, or its directory.
Result<void> TargetFile::write_in_place(std::string_view report) {
  if (!existing_.is_open() || (is_regular(existing_.number()) && !has_a_name(existing_.number())))
    existing_ = Descriptor(open_at_once(path_, appends_ ? O_APPEND : 0));
  if (!existing_.is_open()) return system_error(quoted({path_}), errno);
  const int file = existing_.number();
  const std::string name = quoted({path_});
  const auto written = !is_regular(file) ? write_all(file, report, name)
                       : appends_        ? append(file, report, name)
                                         : overwrite(file, report, name);
  if (written && !existing_.close()) return system_error(quoted({path_}), errno);
  return written;
}

int TargetFile::descriptor() const {
  return existing_.is_open() ? existing_.number() : temporary_ ? temporary_->descriptor() : -1;
}

Identity TargetFile::identity() const {
  struct stat status {};
  // By its name, too: another output may have made it since.
  if ((existing_.is_open() && ::fstat(existing_.number(), &status) == 0) ||
      ::fstatat(directory_.number(), name_.c_str(), &status, 0) == 0)
    return {status.st_dev, status.st_ino, ""};
  if (::fstat(directory_.number(), &status) != 0) return {};
  return {status.st_dev, status.st_ino, name_};
}

} // namespace joules
