// SPDX-License-Identifier: Apache-2.0
// The one place that decides about a signal: it is passed on while a child lives (the command or a
// hook), and obeyed while none does.
#pragma once

#include "launch/signal_queue.hpp"

#include <exception>

namespace joules {

/// A child may take this long to end after TERM or HUP was passed on.
inline constexpr auto grace = std::chrono::seconds(2);

/// One of `stop_signals`: joules stops together with the child.
bool is_stop(int signal);
/// INT, QUIT: the child decides; nothing is started after it.
bool is_interrupt(int signal);
/// TERM, HUP: joules leaves, at the latest when the grace is over.
bool is_termination(int signal);

/// Passes the signal and its value on to `child`, unless the terminal sent it to the whole group,
/// so that the child has it already. A signal that `child` itself sent to its parent could end the
/// child: it gets back only those that end every process (INT, QUIT, TERM, HUP). Does nothing where
/// `child` is 0.
void pass_on(const Signal& signal, pid_t child);

/// Returns the next signal that came while a child was being launched. The terminal may have sent
/// it before the child existed, so it counts as sent to joules alone. nullopt: there is none.
std::optional<Signal> take_early(const SignalQueue& signals);

/// For times when no child lives: waits for `duration`; when that is 0, looks only at the signals
/// that have come. Obeys stops. Returns the signal that is to end joules, if one came.
std::optional<int> pause(Nanoseconds duration, const SignalQueue& signals);

/// Thrown when a signal is to end joules before the command exists.
class Interrupted : public std::exception {
public:
  explicit Interrupted(int by) : signal(by) {}
  [[nodiscard]] const char* what() const noexcept override { return "interrupted"; }
  int signal;
};

} // namespace joules
