// SPDX-License-Identifier: Apache-2.0
#include "joules/experiment/hook.hpp"

#include "joules/launch/child.hpp"
#include "joules/launch/children.hpp"
#include "joules/sampling/clock.hpp"

#include <signal.h>
#include <unistd.h>

namespace joules {

namespace {

bool ends_us(int signal) {
  return signal == SIGINT || signal == SIGQUIT || signal == SIGTERM || signal == SIGHUP;
}

bool stops_us(int signal) {
  return signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
}

/// How `pid` ended, once it has. Orphans of earlier runs that end meanwhile are nobody's any more.
std::optional<Reaped> ended(pid_t pid) {
  while (const auto event = next_child_event()) {
    if (event->kind != ChildEvent::Kind::exited) continue;
    Reaped reaped = reap(event->pid);
    if (event->pid == pid) return reaped;
  }
  return std::nullopt;
}

} // namespace

Result<std::optional<int>> run_hook(const std::string& option, const std::string& script,
                                    const SignalQueue& signals) {
  const Command command{{"sh", "-c", "exec >&2\n" + script}};
  const auto pid = launch(command, signals.inherited());
  if (!pid) return Error(option, pid.error().message());
  std::optional<int> heard;
  std::optional<Reaped> end;
  while (!(end = ended(*pid))) {
    const auto signal = signals.wait(std::chrono::seconds(1));
    if (!signal) continue;
    if (stops_us(signal->number)) signals.stop_self(signal->number);
    if (!ends_us(signal->number)) continue;
    heard = signal->number;
    // The terminal's signals reach the whole foreground group by themselves.
    if (!signal->from_kernel) ::kill(*pid, signal->number);
  }
  if (heard) return heard;
  if (end->exit.code == 0) return heard;
  return Error(option, end->exit.signal
                           ? "died of signal " + std::to_string(*end->exit.signal)
                           : "exit status " + std::to_string(end->exit.code.value_or(-1)));
}

std::optional<int> pause(Nanoseconds duration, const SignalQueue& signals) {
  const SystemClock clock;
  const Instant end = clock.now() + duration;
  do {
    const auto signal = signals.wait(end - clock.now());
    if (signal && ends_us(signal->number)) return signal->number;
    if (signal && stops_us(signal->number)) signals.stop_self(signal->number);
  } while (clock.now() < end);
  return std::nullopt;
}

} // namespace joules
