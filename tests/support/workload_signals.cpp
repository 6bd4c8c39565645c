// SPDX-License-Identifier: Apache-2.0
// Tells which signals reach it.
#include "workload.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace workload {
namespace {

void tell(int descriptor, const std::string& line) {
  if (write(descriptor, line.data(), line.size()) < 0) refuse("write", std::strerror(errno));
}

void tell_signals(int arrivals, int descriptor) {
  signalfd_siginfo signal{};
  while (read(arrivals, &signal, sizeof signal) == ssize_t(sizeof signal))
    tell(descriptor,
         std::to_string(signal.ssi_signo) + " " + std::to_string(signal.ssi_int) + "\n");
}

} // namespace

// Signals that are lost, doubled, changed or invented on their way. Says "ready", then number and
// value of each that comes, until the first descriptor is at its end.
int tell_signals(Arguments arguments) {
  const int until = parse_count(arguments[0]);
  const int out = parse_count(arguments[1]);
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, nullptr);
  const int arrivals = signalfd(-1, &all, SFD_CLOEXEC | SFD_NONBLOCK);
  tell(out, "ready\n");
  pollfd events[] = {{arrivals, POLLIN, 0}, {until, POLLIN, 0}};
  while (events[1].revents == 0) {
    poll(events, 2, -1);
    tell_signals(arrivals, out);
  }
  return parse_count(arguments[2]);
}

} // namespace workload
