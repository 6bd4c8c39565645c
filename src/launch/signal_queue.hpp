// SPDX-License-Identifier: Apache-2.0
// Signals in a queue: blocked while the command runs and taken one at a time, with what is known of
// the sender. So none arrives at a bad moment, none is lost between launch and loop, and a Ctrl-C
// from the terminal, which the command got too, is told from a signal that was sent to us alone.
#pragma once

#include "joules/units.hpp"
#include "launch/inherited.hpp"

#include <optional>
#include <span>

namespace joules {

struct Signal {
  int number = 0;
  /// The terminal, or the kernel for it, sent it to all of our process group: to the command too,
  /// unless that has left the group. Whether another process did so cannot be seen.
  bool to_our_group = false;
  /// About what we did ourselves, which is the business of nobody else: a write of ours to a pipe
  /// without a reader, or beyond a limit of file sizes; our own CPU time at its limit.
  bool about_us = false;
  pid_t sender = 0;            // 0: the kernel, or a process outside of our pid namespace
  std::optional<sigval> value; // that came along: sigqueue(3)
};

class SignalQueue {
public:
  /// Blocks SIGCHLD, SIGCONT, and of these those that we inherited neither blocked nor ignored, so
  /// that nohup and background jobs keep their meaning: every signal whose default ends a process,
  /// those that stop one, WINCH and URG. Not among them are KILL and STOP, which cannot be, and
  /// what a fault of our own raises (SEGV BUS ILL FPE TRAP SYS); abort() ends us all the same. The
  /// two real-time signals that the C library keeps for itself cannot be blocked through it.
  /// Throws Failure where the kernel, by a seccomp filter say, forbids us to take them.
  explicit SignalQueue(const Inherited& inherited = what_was_inherited());
  SignalQueue(const SignalQueue&) = delete;
  SignalQueue& operator=(const SignalQueue&) = delete;
  /// Restores what was inherited. What is still in the queue is dropped.
  ~SignalQueue();

  [[nodiscard]] const Inherited& inherited() const { return inherited_; }

  /// The next signal, or nullopt when `timeout` is over (at once when it is not positive).
  [[nodiscard]] std::optional<Signal> wait(Nanoseconds timeout) const;

  /// Waits until `descriptor` can be written to, or has no reader any more. Of all signals only
  /// TERM, HUP, INT and QUIT end that: the one that came, which stays in the queue. Stops are
  /// obeyed.
  [[nodiscard]] std::optional<int> await_writable(int descriptor) const;

  /// Does to us what `stop_signal` (TSTP, TTIN, TTOU) does by default. Returns when continued.
  void stop_self(int stop_signal) const;

private:
  /// Of `among`, one that waits in the queue.
  [[nodiscard]] std::optional<int> pending_of(std::span<const int> among) const;

  Inherited inherited_;
  sigset_t watched_{};
};

/// Ends this process by `signal`, as the command ended, without a core of our own.
[[noreturn]] void die_of(int signal);

} // namespace joules
