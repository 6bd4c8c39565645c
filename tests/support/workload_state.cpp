// SPDX-License-Identifier: Apache-2.0
// Collects and prints the state. The JSON is written by hand: a library would open files and
// change the very state that is looked at.
#include "workload.hpp"

#include <algorithm>
#include <array>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <dirent.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace workload {
namespace {

constexpr int last_signal = 64;

// Bytes become code points of the same value, so that any name yields valid JSON.
std::string quoted(const std::string& text) {
  std::string json = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7f || c == '"' || c == '\\') {
      std::array<char, 7> escaped{};
      std::snprintf(escaped.data(), escaped.size(), "\\u%04x", static_cast<unsigned>(byte));
      json += escaped.data();
    } else {
      json += c;
    }
  }
  return json + '"';
}

template <class Number>
std::string list(const std::vector<Number>& numbers) {
  std::string json = "[";
  for (const auto number : numbers) {
    if (json.size() > 1) json += ", ";
    json += std::to_string(number);
  }
  return json + ']';
}

std::vector<int> open_descriptors() {
  std::vector<int> descriptors;
  DIR* const listing = opendir("/proc/self/fd");
  if (listing == nullptr) return descriptors;
  while (const dirent* entry = readdir(listing)) {
    const int descriptor = std::atoi(entry->d_name);
    if (entry->d_name[0] != '.' && descriptor != dirfd(listing)) descriptors.push_back(descriptor);
  }
  closedir(listing);
  std::ranges::sort(descriptors);
  return descriptors;
}

std::vector<int> blocked_signals() {
  sigset_t mask;
  sigprocmask(SIG_BLOCK, nullptr, &mask);
  std::vector<int> signals;
  for (int signal = 1; signal <= last_signal; ++signal)
    if (sigismember(&mask, signal) == 1) signals.push_back(signal);
  return signals;
}

std::vector<int> ignored_signals() {
  std::vector<int> signals;
  for (int signal = 1; signal <= last_signal; ++signal) {
    struct sigaction action {};
    if (sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN)
      signals.push_back(signal);
  }
  return signals;
}

std::vector<int> allowed_cpus() {
  cpu_set_t set;
  CPU_ZERO(&set);
  sched_getaffinity(0, sizeof set, &set);
  std::vector<int> cpus;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu)
    if (CPU_ISSET(static_cast<unsigned>(cpu), &set)) cpus.push_back(cpu);
  return cpus;
}

std::vector<gid_t> supplementary_groups() {
  std::vector<gid_t> groups(static_cast<std::size_t>(std::max(0, getgroups(0, nullptr))));
  groups.resize(static_cast<std::size_t>(
      std::max(0, getgroups(static_cast<int>(groups.size()), groups.data()))));
  return groups;
}

std::string octal_umask() {
  const mode_t mask = umask(0); // there is no call that only reads it
  umask(mask);
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "%04o", static_cast<unsigned>(mask) & 07777U);
  return text.data();
}

std::string working_directory() {
  std::array<char, PATH_MAX> path{};
  return getcwd(path.data(), path.size()) != nullptr ? path.data() : "";
}

int parent_death_signal() {
  int signal = 0;
  prctl(PR_GET_PDEATHSIG, &signal);
  return signal;
}

// The intervals in seconds of those that run, as whole numbers.
std::vector<long> interval_timers() {
  std::vector<long> intervals;
  for (const auto kind : {ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF}) {
    itimerval timer{};
    getitimer(kind, &timer);
    const bool runs = timer.it_value.tv_sec != 0 || timer.it_value.tv_usec != 0;
    intervals.push_back(runs ? timer.it_interval.tv_sec : 0);
  }
  return intervals;
}

// Is the variable our own pid, or the number of our own pidfd?
std::string names_us(const char* variable, unsigned long us) {
  const char* const value = std::getenv(variable);
  if (value == nullptr) return "null";
  return value == std::to_string(us) ? "true" : "false";
}

unsigned long pidfd_number() {
  const int descriptor = static_cast<int>(syscall(SYS_pidfd_open, getpid(), 0));
  struct stat status {};
  fstat(descriptor, &status);
  close(descriptor);
  return status.st_ino;
}

} // namespace

std::string describe_state(const char* argv0) {
  std::string json = "{\"argv0\": " + quoted(argv0);
  const auto add = [&json](const char* key, const std::string& value) {
    json += std::string{", \""} + key + "\": " + value;
  };
  add("fds", list(open_descriptors()));
  add("sigmask", list(blocked_signals()));
  add("ignored", list(ignored_signals()));
  add("pgid", std::to_string(getpgrp()));
  add("sid", std::to_string(getsid(0)));
  add("ppid", std::to_string(getppid()));
  add("nice", std::to_string(getpriority(PRIO_PROCESS, 0)));
  add("umask", quoted(octal_umask()));
  add("affinity", list(allowed_cpus()));
  add("cwd", quoted(working_directory()));
  add("uid", std::to_string(getuid()));
  add("gid", std::to_string(getgid()));
  add("groups", list(supplementary_groups()));
  add("parent_death_signal", std::to_string(parent_death_signal()));
  add("interval_timers", list(interval_timers()));
  add("LISTEN_PID_is_ours", names_us("LISTEN_PID", static_cast<unsigned long>(getpid())));
  add("LISTEN_PIDFDID_is_ours", names_us("LISTEN_PIDFDID", pidfd_number()));
  add("tty_foreground_pgrp", std::to_string(tcgetpgrp(STDIN_FILENO)));
  return json + "}\n";
}

} // namespace workload
