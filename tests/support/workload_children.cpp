// SPDX-License-Identifier: Apache-2.0
// The kinds of load that are about other processes: how they start, who reaps them, when they die.
#include "workload.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace workload {
namespace {

/// Its end() waits until every process that holds the write end is gone, whoever reaped it.
class LifeLine {
public:
  LifeLine() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0) refuse("pipe", std::strerror(errno));
  }
  ~LifeLine() { close(ends_[0]); }
  LifeLine(const LifeLine&) = delete;
  LifeLine& operator=(const LifeLine&) = delete;

  void end() const {
    close(ends_[1]);
    char byte = 0;
    while (read(ends_[0], &byte, 1) < 0 && errno == EINTR) {
    }
  }

private:
  std::array<int, 2> ends_{};
};

pid_t fork_or_refuse() {
  const pid_t child = fork();
  if (child < 0) refuse("fork", std::strerror(errno));
  return child;
}

pid_t start_burning(Seconds time) {
  const pid_t child = fork_or_refuse();
  if (child == 0) {
    burn_process(time);
    _exit(0);
  }
  return child;
}

void ignore_children() {
  if (std::signal(SIGCHLD, SIG_IGN) == SIG_ERR) refuse("SIGCHLD", std::strerror(errno));
}

} // namespace

// Adding up live processes only: no sample sees these children, they are in their parent's cutime.
int storm(Arguments arguments) {
  const int count = parse_count(arguments[0]);
  const auto time = parse_milliseconds(arguments[1]);
  for (int i = 0; i < count; ++i) waitpid(start_burning(time), nullptr, 0);
  return 0;
}

// Trusting cutime: the time of children that reap themselves is added to nobody's.
int storm_ignored(Arguments arguments) {
  const int count = parse_count(arguments[0]);
  const auto time = parse_milliseconds(arguments[1]);
  ignore_children();
  for (int i = 0; i < count; ++i) {
    const LifeLine child_lives;
    start_burning(time);
    child_lives.end();
  }
  return 0;
}

// Forgetting the dead: the child is seen alive, then gone without a trace in any cutime, and a
// total that is computed afresh each time falls.
int long_ignored(Arguments arguments) {
  ignore_children();
  const LifeLine child_lives;
  start_burning(parse_seconds(arguments[0]));
  child_lives.end();
  std::this_thread::sleep_for(std::chrono::milliseconds{300});
  return 0;
}

// Following parents, groups or sessions, or stopping at the command's end: this one left them all.
int daemonise(Arguments arguments) {
  const auto time = parse_seconds(arguments[0]);
  const pid_t middle = fork_or_refuse();
  if (middle > 0) {
    waitpid(middle, nullptr, 0);
    return 0;
  }
  setsid();
  if (fork() != 0) _exit(0);
  // A daemon holds no pipe of its caller, who would wait for its end otherwise.
  const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int standard = 0; standard <= 2; ++standard) dup2(nowhere, standard);
  burn_process(time);
  _exit(0);
}

// Skipping zombies: their time is in no rusage until they are handed on at their parent's end.
int leave_unreaped(Arguments arguments) {
  const int count = parse_count(arguments[0]);
  const auto time = parse_milliseconds(arguments[1]);
  const LifeLine children_live;
  for (int i = 0; i < count; ++i) start_burning(time);
  children_live.end();
  return 0;
}

// Looking for fork() or for a new address space only: a vforked child has neither until it execs.
int vfork_true(Arguments arguments) {
  const int count = parse_count(arguments[0]);
  for (int i = 0; i < count; ++i) {
    const pid_t child = vfork(); // NOLINT(clang-analyzer-security.insecureAPI.vfork)
    if (child < 0) refuse("vfork", std::strerror(errno));
    if (child == 0) {
      execlp("true", "true", nullptr);
      _exit(127);
    }
    waitpid(child, nullptr, 0);
  }
  return 0;
}

// Following a thread instead of a process: the pid lives on, its first thread does not.
int exec_in_thread(Arguments) {
  std::jthread{[] {
    std::array<char, 5> name = {"true"};
    std::array<char*, 2> command = {name.data(), nullptr};
    execvp(name.data(), command.data());
    _exit(127);
  }}.join();
  return 0;
}

} // namespace workload
