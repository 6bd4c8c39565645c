// SPDX-License-Identifier: Apache-2.0
#include "output/writing.hpp"

#include "output/in_place.hpp"

#include <limits.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace joules {

namespace {

/// The wait of the whole process, as signals are. Empty: signals still end the process where it
/// waits.
WaitForReader& current_wait() {
  static WaitForReader wait;
  return wait;
}

bool has_room(int descriptor, int milliseconds) {
  pollfd ready{descriptor, POLLOUT, 0};
  return ::poll(&ready, 1, milliseconds) > 0;
}

/// Returns false when a signal is to end joules.
bool wait_for_reader(int descriptor) {
  if (has_room(descriptor, 0)) return true;
  if (current_wait()) return current_wait()(descriptor);
  has_room(descriptor, -1);
  return true;
}

} // namespace

WithoutWriteSignals::WithoutWriteSignals() {
  struct sigaction ignore {};
  ignore.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &ignore, &pipe_before_);
  ::sigaction(SIGXFSZ, &ignore, &size_before_);
}

WithoutWriteSignals::~WithoutWriteSignals() {
  ::sigaction(SIGPIPE, &pipe_before_, nullptr);
  ::sigaction(SIGXFSZ, &size_before_, nullptr);
}

ReaderWait::ReaderWait(WaitForReader wait) {
  current_wait() = std::move(wait);
}

ReaderWait::~ReaderWait() {
  current_wait() = nullptr;
}

Result<void> write_all(int descriptor, std::string_view text, const std::string& name) {
  const WithoutWriteSignals guard;
  // A pipe that polls as writable takes this many bytes without a wait: pipe(7). A wait inside
  // write() itself could not be ended by a blocked signal.
  const bool may_wait = !is_regular(descriptor);
  const std::size_t most = may_wait ? PIPE_BUF : text.size();
  while (!text.empty()) {
    if (may_wait && !wait_for_reader(descriptor))
      return Error(name, "nobody read it before a signal came", EINTR);
    const ssize_t count = ::write(descriptor, text.data(), std::min(text.size(), most));
    // Another process may have made the shared standard error non-blocking, and another writer was
    // first.
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count < 0) return system_error(name, errno);
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

bool takes_text(int descriptor) {
  return is_regular(descriptor) || has_room(descriptor, 0);
}

} // namespace joules
