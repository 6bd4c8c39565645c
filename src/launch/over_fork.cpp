// SPDX-License-Identifier: Apache-2.0
#include "launch/over_fork.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace joules {

namespace {

constexpr std::array kinds_of_timer = {ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF};

bool is_set(const itimerval& timer) {
  return timer.it_value.tv_sec != 0 || timer.it_value.tv_usec != 0;
}

/// Returns the number of this process that no other one has had since boot: the inode of its pidfd,
/// from Linux 6.9 on (fs/pidfs.c). nullopt: there are no pidfds here.
std::optional<std::string> pidfd_id_of(pid_t pid) {
  const auto descriptor = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
  if (descriptor < 0) return std::nullopt;
  struct stat status {};
  const bool known = ::fstat(descriptor, &status) == 0;
  ::close(descriptor);
  return known ? std::optional(std::to_string(status.st_ino)) : std::nullopt;
}

std::string_view variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

} // namespace

OverFork::OverFork(const Inherited& inherited, bool timers)
    : inherited_(inherited), ourselves_(::getpid()),
      sockets_are_ours_(variable("LISTEN_PID") == std::to_string(ourselves_)),
      pidfd_is_ours_(!variable("LISTEN_PIDFDID").empty() &&
                     variable("LISTEN_PIDFDID") == pidfd_id_of(ourselves_)) {
  if (!timers) return;
  const itimerval none{};
  for (std::size_t i = 0; i < timers_.size(); ++i)
    if (::getitimer(kinds_of_timer[i], &timers_[i]) == 0 && is_set(timers_[i]))
      ::setitimer(kinds_of_timer[i], &none, &timers_[i]);
}

OverFork::~OverFork() {
  name_in_environment(ourselves_);
}

void OverFork::hand_to_child() const {
  renew_parent_death_signal(inherited_.parent_death_signal, ourselves_);
  if (inherited_.adopts_orphans) ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  for (std::size_t i = 0; i < timers_.size(); ++i)
    if (is_set(timers_[i])) ::setitimer(kinds_of_timer[i], &timers_[i], nullptr);
  name_in_environment(::getpid());
}

void OverFork::name_in_environment(pid_t process) const {
  if (sockets_are_ours_) ::setenv("LISTEN_PID", std::to_string(process).c_str(), 1);
  if (!pidfd_is_ours_) return;
  if (const auto id = pidfd_id_of(process))
    ::setenv("LISTEN_PIDFDID", id->c_str(), 1);
  else
    ::unsetenv("LISTEN_PIDFDID"); // LISTEN_PID alone is enough
}

} // namespace joules
