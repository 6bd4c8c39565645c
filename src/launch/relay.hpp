// SPDX-License-Identifier: Apache-2.0
// The one place that decides what becomes of a signal: passed on while a child of ours lives, the
// command or a hook; obeyed while none does.
#pragma once

#include "launch/signal_queue.hpp"

#include <exception>

namespace joules {

/// How long a child may take to end after TERM or HUP was passed on.
inline constexpr auto grace = std::chrono::seconds(2);

/// TSTP, TTIN, TTOU: we stop beside the child.
bool is_stop(int signal);
/// INT, QUIT: the child decides; nothing is begun after it.
bool is_interrupt(int signal);
/// TERM, HUP: we leave, at the latest when the grace is over.
bool is_termination(int signal);

/// Gives the signal to `child` with the value that came along, unless it has it already since the
/// terminal sent it to our group. What `child` itself says to its parent is no use to it and could
/// end it: it gets back only what is to end us all. Nothing where `child` is 0.
void pass_on(const Signal& signal, pid_t child);

/// The next signal that came while a child was being launched. The terminal may have sent it before
/// the child was there: it counts as sent to us alone. nullopt: none (any more).
std::optional<Signal> take_early(const SignalQueue& signals);

/// While no child lives: waits for `duration`, or sees what came so far when it is 0. Stops are
/// obeyed. The signal that is to end us, if one came, whichever it is.
std::optional<int> pause(Nanoseconds duration, const SignalQueue& signals);

/// A signal ended us before the command was there.
class Interrupted : public std::exception {
public:
  explicit Interrupted(int by) : signal(by) {}
  [[nodiscard]] const char* what() const noexcept override { return "interrupted"; }
  int signal;
};

} // namespace joules
