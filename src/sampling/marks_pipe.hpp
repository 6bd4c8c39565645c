// SPDX-License-Identifier: Apache-2.0
// The pipe that a command writes its marks into, by --marks.
#pragma once

#include "joules/recording.hpp"
#include "sampling/mark_lines.hpp"

#include <optional>
#include <string>

namespace joules {

/// A descriptor that is kept for the command's end of all runs' pipes. Taken before joules opens
/// its own, it has one digit where the caller has left one free: dash takes no more behind >&.
class MarksDescriptor {
public:
  /// Throws Failure where there is no descriptor left.
  MarksDescriptor();
  MarksDescriptor(const MarksDescriptor&) = delete;
  MarksDescriptor& operator=(const MarksDescriptor&) = delete;
  ~MarksDescriptor();
  [[nodiscard]] int number() const { return number_; }

private:
  int number_;
};

/// The command's end never blocks, and never kills it: a pipe that is full refuses a line (EAGAIN),
/// and the command holds both ends of it, so that a write after our death raises no SIGPIPE.
///
/// What is written wakes us by SIGCHLD, which SignalQueue always takes, and after which we look
/// around in any case: fcntl(2), F_SETSIG. SIGIO may be ignored. Of many lines a second one in a
/// millisecond wakes us, and the others are read a millisecond late.
class MarksPipe {
public:
  /// `descriptor` outlives it. Throws Failure where there is no descriptor left.
  explicit MarksPipe(const MarksDescriptor& descriptor);
  MarksPipe(const MarksPipe&) = delete;
  MarksPipe& operator=(const MarksPipe&) = delete;
  ~MarksPipe();

  /// Before the launch: JOULES_MARKS_FD is in the environment, and names the descriptor, which exec
  /// keeps open.
  void hand_to_command();
  /// After it: nobody else inherits them.
  void launched(Instant now);

  /// Reads what has been written by now, unless it is too early for that, and says whether there
  /// were marks. `ready`: when we began to wait, `due`: until when at the longest, or `ready` where
  /// we were stopped. A line has woken us at once, unless it came before we were ready, or we got
  /// no CPU until long after we were due.
  bool look(Instant ready, Instant due, Instant now) noexcept;
  /// Reads it in any case.
  void drain(Instant now) noexcept { drain(now, now - drained_); }
  /// When to look again, though no signal comes; nullopt: one will.
  [[nodiscard]] std::optional<Instant> due() const { return due_; }

  [[nodiscard]] Marks finished() && { return std::move(lines_).finished(); }

private:
  void withdraw();
  void drain(Instant now, Nanoseconds late) noexcept;
  void wake_us(bool wanted) const;

  int number_; // of their end
  int ours_ = -1;
  bool handed_ = false;
  std::optional<std::string> variable_before_; // that was inherited from another joules
  MarkLines lines_;
  std::optional<Instant> due_;
  Instant drained_{0}; // when nothing was left to be read
};

/// All that the pipe brought, and the work that the user knows of: before any phase begins, for it
/// is of the whole run. nullopt: neither was asked for.
std::optional<Marks> marks_and_work(std::optional<MarksPipe>& pipe, const std::optional<Work>& work,
                                    Instant start);

} // namespace joules
