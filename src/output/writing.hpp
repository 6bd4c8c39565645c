// SPDX-License-Identifier: Apache-2.0
// The one place that writes to a reader, who may be gone, slow, or never come.
#pragma once

#include "joules/result.hpp"

#include <functional>
#include <string>
#include <string_view>

#include <signal.h>

namespace joules {

/// While an object of it lives, a write to a closed pipe or beyond a limit on file sizes fails,
/// instead of ending joules by SIGPIPE or SIGXFSZ.
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
/// a signal is to end joules, so that no reader is waited for any more.
using WaitForReader = std::function<bool(int descriptor)>;

/// While an object of it lives, write_all() waits by calling `wait`: the signals that may end
/// joules are blocked, and only that function sees them. One object at a time.
class ReaderWait {
public:
  explicit ReaderWait(WaitForReader wait);
  ReaderWait(const ReaderWait&) = delete;
  ReaderWait& operator=(const ReaderWait&) = delete;
  ~ReaderWait();
};

/// Writes all of `text`; `name` is the object of an error. A plain file gets it in one write, as
/// long as the disk takes it.
Result<void> write_all(int descriptor, std::string_view text, const std::string& name);

/// Returns false where a write would have to wait for a reader.
bool takes_text(int descriptor);

} // namespace joules
