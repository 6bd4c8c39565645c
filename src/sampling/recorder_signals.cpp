// SPDX-License-Identifier: Apache-2.0
// What a run does with the signals that joules got.
#include "sampling/recorder.hpp"

#include "joules/launch.hpp"

namespace joules {

void Recorder::leave_if_told() const {
  if (const auto signal = pause(Nanoseconds{0}, signals_)) throw Interrupted(*signal);
}

void Recorder::obey(const Signal& signal) {
  pass_on(signal, pid_);
  if (is_stop(signal.number)) {
    const Instant from = clock_.now();
    signals_.stop_self(signal.number);
    stop_watch_.we_were_stopped(from, clock_.now());
  } else if (is_interrupt(signal.number)) {
    hear_from_children(); // that the command has ended may be news of the same moment
    recording_.exit_info.last_terminal_signal = signal.number;
    given_up_ = exited_;
  } else if (is_termination(signal.number)) {
    recording_.exit_info.terminated_by = signal.number;
    if (!grace_end_) grace_end_ = clock_.now() + grace;
  }
}

} // namespace joules
