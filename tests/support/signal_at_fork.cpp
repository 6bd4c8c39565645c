// SPDX-License-Identifier: Apache-2.0
// Preloaded (ld.so(8)), it sends the signal whose number is in SIGNAL_AT_FORK, as the terminal
// would, when a process is about to fork for the first time: in the middle of a launch. Since no
// function can stand around vfork(2), which returns twice in one frame, it forks then, as emulators
// do.
#include <csignal>
#include <cstdlib>

#include <sys/syscall.h>
#include <unistd.h>

extern "C" pid_t vfork() {
  if (const char* const number = std::getenv("SIGNAL_AT_FORK")) {
    siginfo_t from_terminal{};
    from_terminal.si_signo = std::atoi(number);
    from_terminal.si_code = SI_KERNEL;
    unsetenv("SIGNAL_AT_FORK");
    unsetenv("LD_PRELOAD");
    syscall(SYS_rt_sigqueueinfo, getpid(), from_terminal.si_signo, &from_terminal);
  }
  return fork();
}
