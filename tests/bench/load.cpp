// SPDX-License-Identifier: Apache-2.0
// Loads of the benchmarks. Those whose CPU time is not known beforehand print it at their end, as
// JSON on standard output: what the kernel charged to them, or what their children told.
#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using Seconds = std::chrono::duration<double>;
using Nanoseconds = std::chrono::nanoseconds;
using Arguments = std::span<char* const>;
using Told = std::atomic<std::int64_t>; // nanoseconds
static_assert(Told::is_always_lock_free, "it is shared between processes");

constexpr int own_failure = 125;
constexpr int most_sleepers = 10000;

[[noreturn]] void refuse(const std::string& what) {
  throw std::runtime_error(what + ": " + std::strerror(errno));
}

void burn_a_little() {
  volatile unsigned sink = 0;
  for (unsigned i = 0; i < 2000; ++i) sink = sink + i;
}

/// Of the calling process, since its fork.
Nanoseconds own_cpu_time() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return std::chrono::seconds{now.tv_sec} + Nanoseconds{now.tv_nsec};
}

Seconds charged(int who) {
  rusage usage{};
  getrusage(who, &usage);
  const auto seconds = [](const timeval& time) {
    return Seconds{static_cast<double>(time.tv_sec)} +
           Seconds{static_cast<double>(time.tv_usec) / 1e6};
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void print(Seconds cpu, Seconds children, Seconds told) {
  std::printf("{\"cpu_seconds\": %.6f, \"children_seconds\": %.6f, \"told_seconds\": %.6f}\n",
              cpu.count(), children.count(), told.count());
}

/// Zero, and seen by all children.
Told& shared_sum() {
  void* const page =
      mmap(nullptr, sizeof(Told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) refuse("mmap");
  return *new (page) Told{0};
}

void start_burning(Nanoseconds time, Told& told) {
  const pid_t child = fork();
  if (child < 0) refuse("fork");
  if (child > 0) return;
  while (own_cpu_time() < time) burn_a_little();
  told += own_cpu_time().count();
  _exit(0);
}

/// Keeps each of the CPUs busy for so long, by the wall clock.
int wall(Arguments arguments) {
  const auto end = std::chrono::steady_clock::now() + Seconds{std::stod(arguments[0])};
  std::vector<std::jthread> threads;
  for (const char* const cpu : arguments.subspan(1))
    threads.emplace_back([end, number = std::stoul(cpu)] {
      cpu_set_t set;
      CPU_ZERO(&set);
      CPU_SET(number, &set);
      sched_setaffinity(0, sizeof set, &set);
      while (std::chrono::steady_clock::now() < end) burn_a_little();
    });
  threads.clear();
  print(charged(RUSAGE_SELF), Seconds{0}, Seconds{0});
  return 0;
}

/// What all processes had on a CPU so far, by a file as cpuacct.usage_percpu; 0 where there is
/// none.
Seconds used_of_cpu(const char* path, int cpu) {
  std::ifstream file(path);
  double nanoseconds = 0;
  for (int i = 0; i <= cpu && file >> nanoseconds; ++i) {
  }
  return Seconds{nanoseconds * 1e-9};
}

/// Busy and idle in turns, each as long, on the one CPU that we may use. Prints when (by
/// CLOCK_MONOTONIC), and what others had of that CPU meanwhile.
int bursts(Arguments arguments) {
  const int count = std::stoi(arguments[0]);
  const auto time = std::chrono::milliseconds{std::stoi(arguments[1])};
  const char* const account = arguments[2];
  const int cpu = sched_getcpu();
  const auto now = [] { return std::chrono::steady_clock::now().time_since_epoch(); };
  const Seconds used_before = used_of_cpu(account, cpu), own_before = own_cpu_time();
  std::vector<std::pair<Seconds, Seconds>> busy;
  for (int i = 1; i <= count; ++i) {
    const Seconds from = now();
    while (own_cpu_time() < time * i) burn_a_little();
    busy.emplace_back(from, now());
    std::this_thread::sleep_for(time);
  }
  const Seconds own = own_cpu_time() - own_before;
  const Seconds others = used_of_cpu(account, cpu) - used_before - own;
  std::printf("{\"burst_seconds\": %.6f, \"others_seconds\": %.6f, \"bursts\": [",
              Seconds(time).count(), std::max(others, Seconds{0}).count());
  for (std::size_t i = 0; i < busy.size(); ++i)
    std::printf("%s[%.6f, %.6f]", i > 0 ? ", " : "", busy[i].first.count(), busy[i].second.count());
  std::puts("]}");
  return 0;
}

/// Children that are waited for: the kernel says what each used, its fork and its exit included.
int storm(Arguments arguments) {
  const int count = std::stoi(arguments[0]);
  const auto time = std::chrono::milliseconds{std::stoi(arguments[1])};
  Told& told = shared_sum();
  for (int i = 0; i < count; ++i) {
    start_burning(time, told);
    wait(nullptr);
  }
  const Seconds children = charged(RUSAGE_CHILDREN);
  print(charged(RUSAGE_SELF) + children, children, Nanoseconds{told.load()});
  return 0;
}

/// Children that reap themselves: what they used is what they told just before their exit.
int ignore(Arguments arguments) {
  const int count = std::stoi(arguments[0]);
  const auto time = std::chrono::milliseconds{std::stoi(arguments[1])};
  if (std::signal(SIGCHLD, SIG_IGN) == SIG_ERR) refuse("SIGCHLD");
  Told& told = shared_sum();
  for (int i = 0; i < count; ++i) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) refuse("pipe");
    start_burning(time, told);
    close(ends[1]);
    char byte = 0;
    // Ends when the child, which holds the other end, is gone.
    while (read(ends[0], &byte, 1) < 0 && errno == EINTR) {
    }
    close(ends[0]);
  }
  const Seconds children = Nanoseconds{told.load()};
  print(charged(RUSAGE_SELF) + children, Seconds{0}, children);
  return 0;
}

/// What becomes of the children of a storm: "wait", "ignore" (SIGCHLD), "nocldwait" (SA_NOCLDWAIT),
/// or "twice": children of children that have ended, and so are orphans.
void settle_children(std::string_view how) {
  struct sigaction action = {};
  action.sa_handler = how == "ignore" ? SIG_IGN : SIG_DFL;
  action.sa_flags = how == "nocldwait" ? SA_NOCLDWAIT : 0;
  if (sigaction(SIGCHLD, &action, nullptr) != 0) refuse("SIGCHLD");
}

[[noreturn]] void exec_command(Arguments words) {
  std::vector<char*> argv;
  for (const char* const word : words) argv.push_back(const_cast<char*>(word));
  argv.push_back(nullptr);
  execvp(argv[0], argv.data());
  refuse(argv[0]);
}

/// One program after the other.
int programs(Arguments arguments) {
  const std::string_view how = arguments[0];
  const int count = std::stoi(arguments[1]);
  settle_children(how);
  for (int i = 0; i < count; ++i) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) refuse("pipe");
    const pid_t child = fork();
    if (child < 0) refuse("fork");
    if (child == 0) {
      close(ends[0]);
      if (how == "twice" && fork() != 0) _exit(0);
      exec_command(arguments.subspan(2)); // holds the other end, until it is gone
    }
    close(ends[1]);
    if (how == "wait" || how == "twice") waitpid(child, nullptr, 0);
    char byte = 0;
    while (read(ends[0], &byte, 1) < 0 && errno == EINTR) {
    }
    close(ends[0]);
  }
  return 0;
}

/// Processes as fast as they come: they share our memory, so there is nothing to copy.
int forks(Arguments arguments) {
  const long count = std::stol(arguments[0]);
  for (long i = 0; i < count; ++i) {
    const pid_t child = vfork(); // NOLINT(clang-analyzer-security.insecureAPI.vfork)
    if (child < 0) refuse("vfork");
    if (child == 0) _exit(0);
    waitpid(child, nullptr, 0);
  }
  return 0;
}

/// So many processes, this one included, that sleep. They die with this one, however it dies.
int sleepers(Arguments arguments) {
  const int count = std::stoi(arguments[0]);
  const auto time = Seconds{std::stod(arguments[1])};
  if (count > most_sleepers) throw std::runtime_error("too many sleepers");
  const pid_t self = getpid();
  std::vector<pid_t> children;
  for (int i = 1; i < count; ++i) {
    const pid_t child = fork();
    if (child < 0) refuse("fork");
    if (child > 0) {
      children.push_back(child);
      continue;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() == self) std::this_thread::sleep_for(time);
    _exit(0);
  }
  std::puts("asleep");
  std::fflush(stdout);
  std::this_thread::sleep_for(time);
  for (const pid_t child : children) kill(child, SIGKILL);
  for (const pid_t child : children) waitpid(child, nullptr, 0);
  return 0;
}

struct Kind {
  std::string_view name;
  std::string_view operands;
  std::size_t fewest;
  int (*run)(Arguments);
};

constexpr std::array<Kind, 7> kinds = {{{"wall", "SECONDS CPU...", 2, wall},
                                        {"bursts", "N MS ACCOUNT", 3, bursts},
                                        {"storm", "N MS", 2, storm},
                                        {"ignore", "N MS", 2, ignore},
                                        {"programs", "HOW N PROGRAM [ARG...]", 3, programs},
                                        {"forks", "N", 1, forks},
                                        {"sleepers", "N SECONDS", 2, sleepers}}};

int run(int argc, char** argv) {
  const Arguments operands{argv + std::min(argc, 2), argv + argc};
  std::string usage = "usage: bench_load";
  for (const Kind& kind : kinds) {
    if (argc > 1 && kind.name == argv[1] && operands.size() >= kind.fewest)
      return kind.run(operands);
    usage += " | " + std::string{kind.name} + ' ' + std::string{kind.operands};
  }
  throw std::runtime_error(usage);
}

} // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_load: %s\n", error.what());
    return own_failure;
  }
}
