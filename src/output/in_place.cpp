// SPDX-License-Identifier: Apache-2.0
#include "output/in_place.hpp"

#include "output/writing.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace joules {

namespace {

/// Writes at offset `at`, whatever the descriptor's own offset is.
Result<void> write_at(int descriptor, std::string_view text, off_t at, const std::string& name) {
  while (!text.empty()) {
    const ssize_t count = ::pwrite(descriptor, text.data(), text.size(), at);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error(name, errno);
    text.remove_prefix(static_cast<std::size_t>(count));
    at += count;
  }
  return {};
}

/// Without this check the kernel would write as much as the limit allows and refuse only the rest.
bool is_beyond_limit(off_t end) {
  rlimit limit{};
  return ::getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
         static_cast<rlim_t>(end) > limit.rlim_cur;
}

off_t size_of(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 ? status.st_size : 0;
}

} // namespace

bool is_regular(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

Result<void> append(int descriptor, std::string_view text, const std::string& name) {
  const WithoutWriteSignals guard;
  const auto size = static_cast<off_t>(text.size());
  const off_t end = size_of(descriptor);
  if (is_beyond_limit(end + size)) return system_error(name, EFBIG);
  // Where a file system cannot reserve space, the write itself shows whether there is room.
  const bool reserved = ::fallocate(descriptor, FALLOC_FL_KEEP_SIZE, end, size) == 0;
  if (!reserved && (errno == ENOSPC || errno == EDQUOT)) return system_error(name, errno);
  return write_all(descriptor, text, name);
}

Result<void> overwrite(int descriptor, std::string_view text, const std::string& name) {
  const WithoutWriteSignals guard;
  const auto size = static_cast<off_t>(text.size());
  if (is_beyond_limit(size)) return system_error(name, EFBIG);
  const off_t old_size = size_of(descriptor);
  const off_t common = std::min(size, old_size);
  const std::string_view beginning = text.substr(0, static_cast<std::size_t>(common));
  // The part beyond the old end is written first: if the disk is too full for it, it is cut off
  // again, and the old content has not been touched.
  const auto longer = write_at(descriptor, text.substr(beginning.size()), common, name);
  if (!longer) {
    [[maybe_unused]] const int cut = ::ftruncate(descriptor, old_size);
    return longer;
  }
  const auto written = write_at(descriptor, beginning, 0, name);
  if (!written || size >= old_size) return written;
  return ::ftruncate(descriptor, size) == 0 ? written : system_error(name, errno);
}

} // namespace joules
