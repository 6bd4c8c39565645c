// SPDX-License-Identifier: Apache-2.0
// fork and exec by hand: Boost.Process, whose launcher forks, too, would lose descriptors, ignored
// signals, the search along PATH and scripts without "#!", and from 1.86 on it is a library that
// some systems that have Boost do not have.
#include "launch/child.hpp"

#include "launch/children.hpp"
#include "launch/over_fork.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace joules {

namespace {

std::vector<char*> pointers_to(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

Failure cannot_start(int error_number) {
  std::string message = system_error("cannot start a process", error_number).message();
  if (error_number == EMFILE) message += " (ulimit -n raises their number)";
  if (error_number == EAGAIN) message += " (ulimit -u, or the limit of a container)";
  return Failure(message);
}

/// Tells the parent why the child could not run the command. An exec that succeeds closes it.
class FailurePipe {
public:
  FailurePipe() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) throw cannot_start(errno);
  }
  FailurePipe(const FailurePipe&) = delete;
  FailurePipe& operator=(const FailurePipe&) = delete;
  ~FailurePipe() {
    ::close(ends_[0]);
    if (ends_[1] >= 0) ::close(ends_[1]);
  }

  void tell(int error_number) const {
    [[maybe_unused]] const ssize_t written = ::write(ends_[1], &error_number, sizeof error_number);
  }

  /// Waits until the child runs the command, or has told why not; 0: it runs.
  int wait() {
    ::close(std::exchange(ends_[1], -1));
    int error_number = 0;
    while (::read(ends_[0], &error_number, sizeof error_number) < 0 && errno == EINTR) continue;
    return error_number;
  }

private:
  std::array<int, 2> ends_{-1, -1};
};

[[noreturn]] void run_in_child(char* const* argv, const Inherited& inherited,
                               const OverFork& over_fork, const FailurePipe& failure) {
  over_fork.hand_to_child();
  if (inherited.child_signal_ignored) ::signal(SIGCHLD, SIG_IGN);
  ::sigprocmask(SIG_SETMASK, &inherited.mask, nullptr);
  ::execvp(argv[0], argv);
  failure.tell(errno);
  ::_exit(EXIT_FAILURE);
}

} // namespace

Result<pid_t> launch(const Command& command, const Inherited& inherited) {
  const std::vector<char*> argv = pointers_to(command.argv);
  require_waiting();
  const OverFork over_fork(inherited, command.takes_timers);
  std::fflush(nullptr); // what joules wrote stands before what the command writes
  FailurePipe failure;
  const pid_t child = ::fork();
  if (child < 0) throw cannot_start(errno);
  if (child == 0) run_in_child(argv.data(), inherited, over_fork, failure);
  if (const int error_number = failure.wait()) {
    ::waitpid(child, nullptr, 0);
    return system_error(command.argv[0], error_number);
  }
  return child;
}

bool adopt_orphans() {
  return ::prctl(PR_SET_CHILD_SUBREAPER, 1) == 0;
}

} // namespace joules
