// SPDX-License-Identifier: Apache-2.0
#include "launch/children.hpp"

#include "launch/forbidden_call.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

namespace joules {

void require_waiting() {
  // This process is no child of itself, so the right answer is that there is none.
  const pid_t no_child = ::getpid();
  siginfo_t event{};
  if (::waitid(P_PID, static_cast<id_t>(no_child), &event, WEXITED | WNOHANG) != 0 &&
      errno != ECHILD)
    throw forbidden_call("waitid", errno);
  if (::wait4(no_child, nullptr, WNOHANG, nullptr) < 0 && errno != ECHILD)
    throw forbidden_call("wait4", errno);
}

std::optional<ChildEvent> next_child_event() {
  siginfo_t event{};
  if (::waitid(P_ALL, 0, &event, WEXITED | WSTOPPED | WCONTINUED | WNOHANG | WNOWAIT) != 0 ||
      event.si_pid == 0)
    return std::nullopt;
  const auto pid = static_cast<id_t>(event.si_pid);
  switch (event.si_code) {
  case CLD_STOPPED:
  case CLD_TRAPPED:
    ::waitid(P_PID, pid, &event, WSTOPPED | WNOHANG);
    return ChildEvent{event.si_pid, ChildEvent::Kind::stopped};
  case CLD_CONTINUED:
    ::waitid(P_PID, pid, &event, WCONTINUED | WNOHANG);
    return ChildEvent{event.si_pid, ChildEvent::Kind::continued};
  default: return ChildEvent{event.si_pid, ChildEvent::Kind::exited};
  }
}

bool have_children() {
  siginfo_t event{};
  return ::waitid(P_ALL, 0, &event, WEXITED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}

Reaped reap(pid_t pid) {
  Reaped reaped;
  int status = 0;
  pid_t waited_for = -1;
  do {
    waited_for = ::wait4(pid, &status, 0, &reaped.usage);
  } while (waited_for < 0 && errno == EINTR);
  if (waited_for != pid)
    return reaped; // waiting is forbidden, for instance by seccomp: an unknown status is not 0
  if (WIFSIGNALED(status))
    reaped.exit.signal = WTERMSIG(status);
  else
    reaped.exit.code = WEXITSTATUS(status);
  return reaped;
}

} // namespace joules
