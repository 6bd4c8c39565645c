// SPDX-License-Identifier: Apache-2.0
#include "joules/launch/signal_queue.hpp"

#include "launch/forbidden_call.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

namespace joules {

namespace {

constexpr int relayed_or_obeyed[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP, SIGTTIN, SIGTTOU};

bool is_ignored(int signal) {
  struct sigaction action {};
  ::sigaction(signal, nullptr, &action);
  return action.sa_handler == SIG_IGN;
}

/// Without it no signal could be waited for, nor be taken while it is blocked.
void require_taking() {
  sigset_t none;
  ::sigemptyset(&none);
  const timespec at_once{};
  if (::sigtimedwait(&none, nullptr, &at_once) < 0 && errno != EAGAIN && errno != EINTR)
    throw forbidden_call("rt_sigtimedwait", errno);
}

} // namespace

SignalQueue::SignalQueue() {
  require_taking();
  ::sigprocmask(SIG_SETMASK, nullptr, &inherited_.mask);
  inherited_.child_signal_ignored = is_ignored(SIGCHLD);
  // With SIGCHLD ignored children reap themselves, and their status and times are lost.
  ::signal(SIGCHLD, SIG_DFL);

  ::sigemptyset(&watched_);
  ::sigaddset(&watched_, SIGCHLD);
  ::sigaddset(&watched_, SIGCONT);
  for (const int signal : relayed_or_obeyed)
    if (!is_ignored(signal) && ::sigismember(&inherited_.mask, signal) == 0)
      ::sigaddset(&watched_, signal);
  ::sigprocmask(SIG_BLOCK, &watched_, nullptr);
}

SignalQueue::~SignalQueue() {
  if (inherited_.child_signal_ignored) ::signal(SIGCHLD, SIG_IGN);
  ::sigprocmask(SIG_SETMASK, &inherited_.mask, nullptr);
}

std::optional<Signal> SignalQueue::wait(Nanoseconds patience) const {
  const auto left = std::max(patience, Nanoseconds{0});
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
  const timespec timeout{seconds.count(), (left - seconds).count()};
  siginfo_t sender{};
  const int number = ::sigtimedwait(&watched_, &sender, &timeout);
  if (number < 0) return std::nullopt; // time is up, or we were stopped and continued
  return Signal{number, sender.si_code > 0};
}

void SignalQueue::stop_self(int stop_signal) const {
  // Continued already since the signal was taken: nobody would continue us again.
  sigset_t pending;
  ::sigpending(&pending);
  if (::sigismember(&pending, SIGCONT) == 1) return;

  sigset_t only_this;
  ::sigemptyset(&only_this);
  ::sigaddset(&only_this, stop_signal);
  ::raise(stop_signal);
  // Delivered here, where the kernel decides: an orphaned process group is not stopped.
  ::sigprocmask(SIG_UNBLOCK, &only_this, nullptr);
  ::sigprocmask(SIG_BLOCK, &only_this, nullptr);
}

void die_of(int signal) {
  // The core, if any, is the command's: ours would overwrite it.
  ::prctl(PR_SET_DUMPABLE, 0);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);

  ::signal(signal, SIG_DFL);
  sigset_t only_this;
  ::sigemptyset(&only_this);
  ::sigaddset(&only_this, signal);
  ::raise(signal);
  ::sigprocmask(SIG_UNBLOCK, &only_this, nullptr);
  std::_Exit(128 + signal); // only if the signal did not end us
}

} // namespace joules
