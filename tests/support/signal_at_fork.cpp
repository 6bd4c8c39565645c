// SPDX-License-Identifier: Apache-2.0
// Preloaded (ld.so(8)), it sends the signal whose number is in SIGNAL_AT_FORK, as the terminal
// would, when a process is about to fork for the first time: in the middle of a launch.
#include <csignal>
#include <cstdlib>

#include <dlfcn.h>
#include <sys/syscall.h>
#include <unistd.h>

extern "C" pid_t fork() {
  using Fork = pid_t (*)();
  static const auto real_fork = reinterpret_cast<Fork>(dlsym(RTLD_NEXT, "fork"));
  if (const char* const number = std::getenv("SIGNAL_AT_FORK")) {
    siginfo_t from_terminal{};
    from_terminal.si_signo = std::atoi(number);
    from_terminal.si_code = SI_KERNEL;
    unsetenv("SIGNAL_AT_FORK");
    unsetenv("LD_PRELOAD");
    syscall(SYS_rt_sigqueueinfo, getpid(), from_terminal.si_signo, &from_terminal);
  }
  return real_fork();
}
