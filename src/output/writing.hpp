// SPDX-License-Identifier: Apache-2.0
// The one place that writes to where somebody reads: a reader may be gone, slow, or never come.
#pragma once

#include "joules/result.hpp"

#include <functional>
#include <string>
#include <string_view>

#include <signal.h>

namespace joules {

/// While it lives, a reader that went away or a limit on file sizes makes a write fail instead of
/// ending us by SIGPIPE or SIGXFSZ.
class WithoutWriteSignals {
public:
  WithoutWriteSignals();
  WithoutWriteSignals(const WithoutWriteSignals&) = delete;
  WithoutWriteSignals& operator=(const WithoutWriteSignals&) = delete;
  ~WithoutWriteSignals();

private:
  struct sigaction pipe_before_ {};
  struct sigaction size_before_ {};
};

/// Called with a descriptor that takes nothing at the moment; returns when that has changed. False:
/// nobody is waited for any more, since a signal is to end us.
using WaitForReader = std::function<bool(int descriptor)>;

/// While it lives, write_all() waits by `wait`, where signals are blocked that are to end us all
/// the same. One at a time.
class ReaderWait {
public:
  explicit ReaderWait(WaitForReader wait);
  ReaderWait(const ReaderWait&) = delete;
  ReaderWait& operator=(const ReaderWait&) = delete;
  ~ReaderWait();
};

/// Writes all of `text`; `name` is for the error. To a plain file it is one write, as long as the
/// disk takes it.
Result<void> write_all(int descriptor, std::string_view text, const std::string& name);

/// False where a write would have to wait for a reader.
bool takes_text(int descriptor);

} // namespace joules
