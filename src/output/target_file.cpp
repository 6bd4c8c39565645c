// SPDX-License-Identifier: Apache-2.0
#include "output/target_file.hpp"

#include "joules/quoting.hpp"
#include "output/in_place.hpp"
#include "output/replacing.hpp"
#include "output/writing.hpp"

#include <fcntl.h>
#include <linux/openat2.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

namespace joules {

namespace {

bool is_fifo(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISFIFO(status.st_mode);
}

/// Waits where a shell waits: a fifo without a reader gives ENXIO, a file with a lease EAGAIN. With
/// O_CREAT the kernel applies the same checks as to a shell's ">": fs.protected_regular and
/// fs.protected_fifos. REQUIRES: signals still end this process.
int open_as_a_shell(const std::string& path, int how) {
  constexpr int to_write = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
  constexpr int milliseconds_until_a_reader_comes = 20;
  while (true) {
    const int descriptor = ::open(path.c_str(), to_write | how, 0666);
    if (descriptor >= 0) return descriptor;
    const bool comes = (errno == ENXIO && is_fifo(path)) || errno == EAGAIN;
    if (!comes && errno != EINTR) return descriptor;
    if (comes) ::poll(nullptr, 0, milliseconds_until_a_reader_comes);
  }
}

std::string parent_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path().string() : ".";
}

/// Opens a directory that was made while the command ran, and to which no link of another user
/// leads.
int open_without_links(const std::string& directory) {
  open_how how{};
  how.flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
  how.resolve = RESOLVE_NO_SYMLINKS;
  return static_cast<int>(::syscall(SYS_openat2, AT_FDCWD, directory.c_str(), &how, sizeof how));
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

/// Returns 0 or errno. Makes the file where it does not exist: for -a, or at the end of a link.
int TargetFile::open_existing() {
  existing_ = Descriptor(open_as_a_shell(path_, appends_ ? O_APPEND : 0));
  if (!existing_.is_open()) return errno;
  const int file = existing_.number();
  if (!appends_ && is_regular(file) && is_inherited_by_the_command(file))
    appends_ = ::fcntl(file, F_SETFL, O_APPEND) == 0;
  if (open_directory() != 0 || appends_) return 0;
  // Where no temporary file can be made beside it, the file itself can still be written.
  if (is_replaceable(file, directory_.number(), name_)) make_temporary();
  return 0;
}

/// 0, or errno.
int TargetFile::prepare_new() {
  if (const int why = open_directory(); why != 0) return why;
  return make_temporary();
}

int TargetFile::open_directory() {
  name_ = std::filesystem::path(path_).filename().string();
  directory_ = Descriptor(::open(parent_of(path_).c_str(), O_PATH | O_CLOEXEC));
  return directory_.is_open() ? 0 : errno;
}

int TargetFile::make_temporary() {
  auto temporary = TemporaryFile::make_in(directory_.number());
  if (!temporary) return temporary.error().code;
  temporary_.emplace(std::move(*temporary));
  return 0;
}

/// Writes the file that was opened at the start while it still has a name, even if another file has
/// its old name by now.
bool TargetFile::is_still_there() const {
  return existing_.is_open() && (!is_regular(existing_.number()) || has_a_name(existing_.number()));
}

Result<void> TargetFile::write(std::string_view report) {
  if (!is_still_there()) return write_anew(report);
  if (temporary_) {
    const auto written = write_all(temporary_->descriptor(), report, quoted({path_}));
    if (!written || take_place_of(existing_.number())) return written;
    temporary_.reset();
  }
  return write_in_place(report);
}

/// The command may have changed the file, so its state is read again.
bool TargetFile::take_place_of(int file) {
  return is_replaceable(file, directory_.number(), name_) &&
         dress_as(file, temporary_->descriptor()) && temporary_->replace(name_);
}

Result<void> TargetFile::write_in_place(std::string_view report) {
  const int file = existing_.number();
  const std::string name = quoted({path_});
  const auto written = !is_regular(file) ? write_all(file, report, name)
                       : appends_        ? append(file, report, name)
                                         : overwrite(file, report, name);
  if (written && !existing_.close()) return system_error(name, errno);
  return written;
}

/// For a file that did not exist at the start, or that the command removed together with its name
/// or directory. Nothing that others may have put there meanwhile is followed or overwritten.
Result<void> TargetFile::write_anew(std::string_view report) {
  const std::string name = quoted({path_});
  if (!has_a_name(directory_.number())) {
    temporary_.reset();
    directory_ = Descriptor(open_without_links(parent_of(path_)));
    if (!directory_.is_open()) return system_error(name, errno);
  }
  // The command may have removed a temporary file that needs a name: another one is made then.
  for (const bool again : {false, true}) {
    if (again) temporary_.reset();
    const int why = temporary_ ? 0 : make_temporary();
    if (why != 0) return system_error(name, why);
    const auto written = write_all(temporary_->descriptor(), report, name);
    if (!written || temporary_->put_new(name_)) return written;
    constexpr int as_it_is = O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    const Descriptor there(::openat(directory_.number(), name_.c_str(), as_it_is));
    if (there.is_open() && take_place_of(there.number())) return written;
    if (there.is_open() || errno != ENOENT) break;
  }
  return Error(
      name, "what has this name now was not there when the command started, and is left as it is",
      EEXIST);
}

int TargetFile::descriptor() const {
  return existing_.is_open() ? existing_.number() : temporary_ ? temporary_->descriptor() : -1;
}

Identity TargetFile::identity() const {
  struct stat status {};
  // The name is compared, too: another output may have made the file since.
  if ((existing_.is_open() && ::fstat(existing_.number(), &status) == 0) ||
      ::fstatat(directory_.number(), name_.c_str(), &status, 0) == 0)
    return {status.st_dev, status.st_ino, ""};
  if (::fstat(directory_.number(), &status) != 0) return {};
  return {status.st_dev, status.st_ino, name_};
}

} // namespace joules
