// SPDX-License-Identifier: Apache-2.0
// Signals in a queue: blocked while the command runs and taken one at a time, with the sender's
// kind. So none arrives at a bad moment, none is lost between launch and loop, and a Ctrl-C from
// the terminal, which the command got too, is told from a signal that was sent to us alone.
#pragma once

#include "joules/recording.hpp"

#include <optional>

#include <signal.h>

namespace joules {

/// What the command must inherit: exactly what we did.
struct InheritedSignals {
  sigset_t mask;
  bool child_signal_ignored = false; // SIGCHLD was SIG_IGN, which we cannot leave so for ourselves
};

struct Signal {
  int number = 0;
  bool from_kernel = false; // the terminal driver or the kernel itself; else a process sent it
};

class SignalQueue {
public:
  /// Blocks SIGCHLD, SIGCONT and those of INT QUIT TERM HUP TSTP TTIN TTOU that we inherited
  /// neither blocked nor ignored: nohup and background jobs keep their meaning. Throws Failure
  /// where the kernel, by a seccomp filter say, forbids us to take them.
  SignalQueue();
  SignalQueue(const SignalQueue&) = delete;
  SignalQueue& operator=(const SignalQueue&) = delete;
  /// Restores what was inherited.
  ~SignalQueue();

  [[nodiscard]] const InheritedSignals& inherited() const { return inherited_; }

  /// The next signal, or nullopt when `patience` is over (at once when it is not positive).
  [[nodiscard]] std::optional<Signal> wait(Nanoseconds patience) const;

  /// Does to us what `stop_signal` (TSTP, TTIN, TTOU) does by default. Returns when continued.
  void stop_self(int stop_signal) const;

private:
  InheritedSignals inherited_{};
  sigset_t watched_{};
};

/// Ends this process by `signal`, as the command ended, without a core of our own.
[[noreturn]] void die_of(int signal);

} // namespace joules
