// SPDX-License-Identifier: Apache-2.0
// Default dispositions and an empty mask for one test, whatever the test program inherited (a
// background job has SIGINT ignored); what was there before comes back at the end.
#pragma once

#include <array>

#include <signal.h>

namespace joules::test {

class SignalState {
public:
  SignalState() {
    ::sigprocmask(SIG_SETMASK, nullptr, &mask_);
    for (std::size_t i = 0; i < touched.size(); ++i) {
      ::sigaction(touched[i], nullptr, &actions_[i]);
      ::signal(touched[i], SIG_DFL);
    }
    sigset_t nothing;
    ::sigemptyset(&nothing);
    ::sigprocmask(SIG_SETMASK, &nothing, nullptr);
  }
  SignalState(const SignalState&) = delete;
  SignalState& operator=(const SignalState&) = delete;
  ~SignalState() {
    drain();
    for (std::size_t i = 0; i < touched.size(); ++i) ::sigaction(touched[i], &actions_[i], nullptr);
    ::sigprocmask(SIG_SETMASK, &mask_, nullptr);
  }

  static void ignore(int signal) { ::signal(signal, SIG_IGN); }
  static void block(int signal) {
    sigset_t set;
    ::sigemptyset(&set);
    ::sigaddset(&set, signal);
    ::sigprocmask(SIG_BLOCK, &set, nullptr);
  }
  static bool is_blocked(int signal) {
    sigset_t set;
    ::sigprocmask(SIG_SETMASK, nullptr, &set);
    return ::sigismember(&set, signal) == 1;
  }
  static bool is_ignored(int signal) {
    struct sigaction action {};
    ::sigaction(signal, nullptr, &action);
    return action.sa_handler == SIG_IGN;
  }

private:
  static constexpr std::array touched = {SIGCHLD, SIGINT,  SIGQUIT, SIGTERM,
                                         SIGHUP,  SIGTSTP, SIGUSR1, SIGUSR2};

  /// Takes what is still on its way, so that it does not end the tests.
  static void drain() {
    sigset_t set;
    ::sigemptyset(&set);
    for (const int signal : touched) ::sigaddset(&set, signal);
    ::sigprocmask(SIG_BLOCK, &set, nullptr);
    const timespec at_once{};
    while (::sigtimedwait(&set, nullptr, &at_once) > 0) {
    }
  }

  sigset_t mask_{};
  std::array<struct sigaction, touched.size()> actions_{};
};

} // namespace joules::test
