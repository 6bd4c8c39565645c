// SPDX-License-Identifier: Apache-2.0
#include "launch/signal_queue.hpp"

#include "launch/forbidden_call.hpp"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <iterator>
#include <span>

namespace joules {

namespace {

/// The standard signals of signal(7); real-time signals are added below.
constexpr int passed_on_or_obeyed[] = {
    SIGHUP,    SIGINT, SIGQUIT, SIGABRT, SIGUSR1,   SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGXCPU,
    SIGXFSZ,   SIGPWR, SIGIO,   SIGPROF, SIGVTALRM, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG,  SIGWINCH,
#ifdef SIGSTKFLT
    SIGSTKFLT,
#endif
};

/// The terminal sends these to its foreground group, and the kernel to orphaned jobs: tty_jobctrl.c
/// and exit.c of the Linux kernel.
constexpr int sent_to_groups[] = {SIGINT,  SIGQUIT, SIGTSTP, SIGTTIN,
                                  SIGTTOU, SIGHUP,  SIGCONT, SIGWINCH};

constexpr int ends_a_wait_for_readers[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};

bool is_ignored(int signal) {
  struct sigaction action {};
  ::sigaction(signal, nullptr, &action);
  return action.sa_handler == SIG_IGN;
}

/// Without sigtimedwait(2) a blocked signal could neither be waited for nor be taken.
void require_taking() {
  sigset_t none;
  ::sigemptyset(&none);
  const timespec at_once{};
  if (::sigtimedwait(&none, nullptr, &at_once) < 0 && errno != EAGAIN && errno != EINTR)
    throw forbidden_call("rt_sigtimedwait", errno);
}

/// A hangup, and the continuation that goes with it, is sent to the session's leader alone.
bool reaches_our_group(const siginfo_t& signal) {
  if (signal.si_code != SI_KERNEL) return false;
  const bool of_a_leader = ::getsid(0) == ::getpid();
  if (of_a_leader && (signal.si_signo == SIGHUP || signal.si_signo == SIGCONT)) return false;
  return std::ranges::find(sent_to_groups, signal.si_signo) != std::end(sent_to_groups);
}

/// After a failed write the kernel names the writer itself as the sender: pipe_write() of the Linux
/// kernel.
bool is_about_us(const siginfo_t& signal) {
  if (signal.si_signo == SIGXCPU) return signal.si_code == SI_KERNEL;
  return (signal.si_signo == SIGPIPE || signal.si_signo == SIGXFSZ) &&
         (signal.si_code == SI_KERNEL || signal.si_pid == ::getpid());
}

Signal described(const siginfo_t& signal) {
  const bool sent =
      signal.si_code == SI_USER || signal.si_code == SI_TKILL || signal.si_code == SI_QUEUE;
  return {signal.si_signo, reaches_our_group(signal), is_about_us(signal), sent ? signal.si_pid : 0,
          signal.si_code == SI_QUEUE ? std::optional(signal.si_value) : std::nullopt};
}

sigset_t set_of(std::span<const int> signals) {
  sigset_t set;
  ::sigemptyset(&set);
  for (const int signal : signals) ::sigaddset(&set, signal);
  return set;
}

} // namespace

SignalQueue::SignalQueue(const Inherited& inherited) : inherited_(inherited) {
  require_taking();
  // With SIGCHLD ignored children reap themselves, and their status and times are lost.
  ::signal(SIGCHLD, SIG_DFL);

  ::sigemptyset(&watched_);
  ::sigaddset(&watched_, SIGCHLD);
  ::sigaddset(&watched_, SIGCONT);
  const auto watch = [&](int signal) {
    if (!is_ignored(signal) && ::sigismember(&inherited_.mask, signal) == 0)
      ::sigaddset(&watched_, signal);
  };
  for (const int signal : passed_on_or_obeyed) watch(signal);
  for (int signal = SIGRTMIN; signal <= SIGRTMAX; ++signal) watch(signal);
  ::sigprocmask(SIG_BLOCK, &watched_, nullptr);
}

SignalQueue::~SignalQueue() {
  while (wait(Nanoseconds{0})) {
  }
  if (inherited_.child_signal_ignored) ::signal(SIGCHLD, SIG_IGN);
  ::sigprocmask(SIG_SETMASK, &inherited_.mask, nullptr);
}

std::optional<Signal> SignalQueue::wait(Nanoseconds timeout) const {
  const auto left = std::max(timeout, Nanoseconds{0});
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
  const timespec limit{seconds.count(), (left - seconds).count()};
  siginfo_t taken{};
  const int number = ::sigtimedwait(&watched_, &taken, &limit);
  if (number < 0) return std::nullopt; // time is up, or we were stopped and continued
  return described(taken);
}

std::optional<int> SignalQueue::pending_of(std::span<const int> among) const {
  sigset_t pending;
  ::sigpending(&pending);
  for (const int signal : among)
    if (::sigismember(&pending, signal) == 1 && ::sigismember(&watched_, signal) == 1)
      return signal;
  return std::nullopt;
}

bool SignalQueue::was_continued() const {
  return pending_of(std::array{SIGCONT}).has_value();
}

std::optional<int> SignalQueue::await_writable(int descriptor) const {
  constexpr int without_signalfd = 100; // milliseconds between two looks at the queue
  sigset_t awaited = set_of(ends_a_wait_for_readers);
  for (const int signal : stop_signals) ::sigaddset(&awaited, signal);
  const int arrivals = ::signalfd(-1, &awaited, SFD_CLOEXEC | SFD_NONBLOCK);
  std::optional<int> ended_by;
  for (pollfd events[] = {{descriptor, POLLOUT, 0}, {arrivals, POLLIN, 0}};;) {
    ::poll(events, 2, arrivals < 0 ? without_signalfd : -1);
    ended_by = pending_of(ends_a_wait_for_readers);
    if (events[0].revents != 0 || ended_by) break;
    if (const auto stop = pending_of(stop_signals)) {
      const sigset_t only_this = set_of(std::span(&*stop, 1));
      const timespec at_once{};
      ::sigtimedwait(&only_this, nullptr, &at_once);
      stop_self(*stop);
    }
  }
  if (arrivals >= 0) ::close(arrivals);
  return ended_by;
}

void SignalQueue::stop_self(int stop_signal) const {
  // A SIGCONT that is pending already came after the stop: nobody would continue this process
  // again.
  sigset_t pending;
  ::sigpending(&pending);
  if (::sigismember(&pending, SIGCONT) == 1) return;

  const sigset_t only_this = set_of(std::span(&stop_signal, 1));
  ::raise(stop_signal);
  // Delivered here, where the kernel decides: an orphaned process group is not stopped.
  ::sigprocmask(SIG_UNBLOCK, &only_this, nullptr);
  ::sigprocmask(SIG_BLOCK, &only_this, nullptr);
}

void die_of(int signal) {
  // A core of joules would overwrite the command's.
  ::prctl(PR_SET_DUMPABLE, 0);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);

  ::signal(signal, SIG_DFL);
  const sigset_t only_this = set_of(std::span(&signal, 1));
  ::raise(signal);
  ::sigprocmask(SIG_UNBLOCK, &only_this, nullptr);
  std::_Exit(128 + signal); // only if the signal did not end us
}

} // namespace joules
