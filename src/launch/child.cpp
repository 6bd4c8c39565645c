// SPDX-License-Identifier: Apache-2.0
// The only file that knows Boost.Process. Used as in its tutorial it would lose descriptors,
// ignored signals, PATH search and scripts without "#!". Therefore exec happens inside the
// launcher's own hook, and waiting happens elsewhere. With vfork(2) the child borrows our memory
// until its exec: a copy of it is the dearest part of a short run, and would be a part of what is
// measured.
#include "launch/child.hpp"

#include "launch/children.hpp"
#include "launch/over_fork.hpp"
#include "launch/signal_queue.hpp"

// Nothing here waits, so pidfds, which may be forbidden, and epoll are not needed; both would take
// descriptors.
#define BOOST_PROCESS_V2_DISABLE_PIDFD_OPEN
#define BOOST_ASIO_DISABLE_EPOLL
#include <boost/asio/io_context.hpp>
#include <boost/process/v2/posix/vfork_launcher.hpp>
#include <boost/process/v2/process.hpp>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <exception>
#include <utility>

namespace joules {

namespace bp = boost::process::v2;

namespace {

Failure cannot_start(int error_number) {
  std::string message = system_error("cannot start a process", error_number).message();
  if (error_number == EMFILE) message += " (ulimit -n raises their number)";
  if (error_number == EAGAIN) message += " (ulimit -u, or the limit of a container)";
  return Failure(message);
}

/// Says to the parent why the exec failed. A pipe does so even where vfork(2) is a plain fork, as
/// under qemu's emulation of a process. An exec that succeeds closes it.
class ExecError {
public:
  ExecError() {
    if (::pipe2(ends_, O_CLOEXEC) != 0) throw cannot_start(errno);
  }
  ExecError(const ExecError&) = delete;
  ExecError& operator=(const ExecError&) = delete;
  ~ExecError() {
    for (const int end : ends_)
      if (end >= 0) ::close(end);
  }
  /// In the child: nothing of ours is written, or run at its exit, a second time.
  [[noreturn]] void tell(int error_number) const {
    static_cast<void>(::write(ends_[1], &error_number, sizeof error_number) > 0);
    ::_exit(EXIT_FAILURE);
  }
  /// 0: the child runs its own program.
  int await() {
    ::close(std::exchange(ends_[1], -1));
    int error_number = 0;
    while (::read(ends_[0], &error_number, sizeof error_number) < 0 && errno == EINTR) {
    }
    return error_number;
  }

private:
  int ends_[2] = {-1, -1};
};

/// Opened before the fork, so that its absence is no failure of the command. -1: nothing is
/// discarded.
class DiscardedOutput {
public:
  explicit DiscardedOutput(bool wanted)
      : null_(wanted ? ::open("/dev/null", O_WRONLY | O_CLOEXEC) : -1) {
    if (wanted && null_ < 0)
      throw Failure("--discard-output: " + system_error("/dev/null", errno).message());
  }
  DiscardedOutput(const DiscardedOutput&) = delete;
  DiscardedOutput& operator=(const DiscardedOutput&) = delete;
  ~DiscardedOutput() {
    if (null_ >= 0) ::close(null_);
  }
  void replace_in_child() const {
    if (null_ < 0) return;
    ::dup2(null_, STDOUT_FILENO);
    ::dup2(null_, STDERR_FILENO);
  }

private:
  int null_;
};

/// A stop before the exec would stop the child alone, and leave us waiting for it. Handlers are
/// gone with the exec; we have the signal, too, and pass it on after the launch.
void put_off_stops() {
  for (const int number : stop_signals)
    if (::signal(number, [](int) {}) == SIG_IGN) ::signal(number, SIG_IGN);
}

/// This hook runs in the child before its exec, and before the launcher would close descriptors.
struct ExecLikeTheShell {
  const Inherited& inherited;
  const OverFork& over_fork;
  const DiscardedOutput& discarded;
  const ExecError& exec_error;
  char* const* argv;

  template <class Launcher>
  bp::error_code on_exec_setup(Launcher&, const bp::filesystem::path&, const char* const*&) const {
    over_fork.hand_to_child();
    if (inherited.child_signal_ignored) ::signal(SIGCHLD, SIG_IGN);
    put_off_stops();
    ::sigprocmask(SIG_SETMASK, &inherited.mask, nullptr);
    discarded.replace_in_child();
    ::execvp(argv[0], argv);
    exec_error.tell(errno);
  }
};

std::vector<char*> pointers_to(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

} // namespace

Result<pid_t> launch(const Command& command, const Inherited& inherited) {
  const std::vector<char*> argv = pointers_to(command.argv);
  require_waiting();
  const OverFork over_fork(inherited, command.takes_timers);
  const DiscardedOutput discarded(command.output_discarded);
  ExecError exec_error;

  boost::asio::io_context context; // without descriptors, which the child would have to renew
  bp::posix::vfork_launcher launcher;
  bp::error_code error;
  try {
    auto process =
        launcher(context.get_executor(), error, bp::filesystem::path(command.argv[0]),
                 std::vector<std::string>{},
                 ExecLikeTheShell{inherited, over_fork, discarded, exec_error, argv.data()});
    process.detach(); // its destructor would kill the command
  } catch (const std::exception&) {
    // Boost's process is made when the command runs already, and listens for signals, which takes
    // descriptors. We need neither.
    if (launcher.pid <= 0) throw;
  }
  if (launcher.pid <= 0) throw cannot_start(error.value());
  if (const int error_number = exec_error.await()) {
    ::waitpid(launcher.pid, nullptr, 0);
    return system_error(command.argv[0], error_number);
  }
  return launcher.pid;
}

bool adopt_orphans() {
  return ::prctl(PR_SET_CHILD_SUBREAPER, 1) == 0;
}

} // namespace joules
