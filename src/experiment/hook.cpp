// SPDX-License-Identifier: Apache-2.0
#include "experiment/hook.hpp"

#include "joules/launch.hpp"
#include "joules/sampling.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace joules {

namespace {

/// SIGCHLD ends the wait as soon as a child ends, so this only bounds a lost signal.
constexpr Nanoseconds longest_wait = std::chrono::seconds(1);

/// Returns how `pid` ended, once it has. Orphans of earlier runs that end meanwhile are reaped and
/// forgotten.
std::optional<Reaped> ended(pid_t pid, bool& is_stopped) {
  while (const auto event = next_child_event()) {
    if (event->kind != ChildEvent::Kind::exited) {
      if (event->pid == pid) is_stopped = event->kind == ChildEvent::Kind::stopped;
      continue;
    }
    Reaped reaped = reap(event->pid);
    if (event->pid == pid) return reaped;
  }
  return std::nullopt;
}

} // namespace

Result<HookEnd> run_hook(const std::string& option, const std::string& script,
                         const SignalQueue& signals) {
  // Where standard error is closed for the command, it is closed for a hook, too, and standard
  // output with it.
  const bool has_error = (::fcntl(STDERR_FILENO, F_GETFD) & FD_CLOEXEC) == 0;
  const Command command{{"sh", "-c", (has_error ? "exec >&2; " : "exec >&-; ") + script}};
  const auto pid = launch(command, signals.inherited());
  if (!pid) return Error(option, pid.error().message());
  const SystemClock clock;
  HookEnd hook;
  std::optional<Instant> grace_end;
  const auto obey = [&](const Signal& signal) {
    pass_on(signal, *pid);
    if (is_stop(signal.number)) signals.stop_self(signal.number);
    if (is_interrupt(signal.number) || is_termination(signal.number))
      hook.last_terminal_signal = signal.number;
    if (is_termination(signal.number) && !grace_end) grace_end = clock.now() + grace;
  };
  while (const auto signal = take_early(signals)) obey(*signal);
  std::optional<Reaped> end;
  bool is_stopped = false;
  while (!(end = ended(*pid, is_stopped))) {
    const Instant now = clock.now();
    // The hook decides about an interrupt, but a stopped hook cannot.
    if (hook.last_terminal_signal && is_stopped && !grace_end) grace_end = now + grace;
    if (grace_end && now >= *grace_end) {
      hook.left_behind = *pid;
      return hook;
    }
    if (const auto signal = signals.wait(grace_end ? *grace_end - now : longest_wait))
      obey(*signal);
  }
  if (hook.last_terminal_signal || end->exit.code == 0) return hook;
  return Error(option, end->exit.signal
                           ? "died of signal " + std::to_string(*end->exit.signal)
                           : "exit status " + std::to_string(end->exit.code.value_or(-1)));
}

} // namespace joules
