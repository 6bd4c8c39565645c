// SPDX-License-Identifier: Apache-2.0
// Signals are blocked while the command runs and taken from a queue one at a time, with what is
// known of the sender. So no signal arrives at a bad moment or is lost between launch and loop, and
// a Ctrl-C from the terminal, which the command got too, is distinguished from a signal sent to
// joules alone.
#pragma once

#include "joules/units.hpp"
#include "launch/inherited.hpp"

#include <optional>
#include <span>

namespace joules {

/// Those by which job control stops a process, and which it may hold back: signal(7).
inline constexpr int stop_signals[] = {SIGTSTP, SIGTTIN, SIGTTOU};

struct Signal {
  int number = 0;
  /// The terminal, or the kernel on its behalf, sent it to the whole process group: to the command
  /// too, unless that has left the group. It cannot be seen whether another process did so.
  bool to_our_group = false;
  /// It is about joules itself and not passed on: a write to a pipe without a reader or beyond a
  /// limit of file sizes, or joules' own CPU time at its limit.
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
  /// Restores the inherited mask and dispositions. Signals still in the queue are dropped.
  ~SignalQueue();

  [[nodiscard]] const Inherited& inherited() const { return inherited_; }

  /// Returns the next signal, or nullopt when `timeout` is over (at once when it is not positive).
  [[nodiscard]] std::optional<Signal> wait(Nanoseconds timeout) const;

  /// Was this process continued since SIGCONT was taken last?
  [[nodiscard]] bool was_continued() const;

  /// Waits until `descriptor` can be written to, or has no reader any more. Only TERM, HUP, INT and
  /// QUIT end that wait: the one that came is returned, and stays in the queue. Stops are obeyed.
  [[nodiscard]] std::optional<int> await_writable(int descriptor) const;

  /// Stops this process as `stop_signal` (TSTP, TTIN, TTOU) does by default. Returns when
  /// continued.
  void stop_self(int stop_signal) const;

private:
  /// Returns one of `among` that waits in the queue.
  [[nodiscard]] std::optional<int> pending_of(std::span<const int> among) const;

  Inherited inherited_;
  sigset_t watched_{};
};

/// Ends this process by `signal`, as the command ended, without writing a core.
[[noreturn]] void die_of(int signal);

} // namespace joules
