// SPDX-License-Identifier: Apache-2.0
// Loads of known CPU time, each of which provokes one mistake in measuring a process tree. A
// process burns until its own CPU clock, which starts at fork, shows the given time: what it used
// before, for starting up, is therefore inside that time. Usage: see the table of kinds.
#include "workload.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <unistd.h>

namespace workload {
namespace {

constexpr int own_failure = 125;
constexpr int caught_signal = 7;

template <class Number>
Number parse(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !(value >= 0) || value > 1e9)
    refuse(std::string{text}, "not a number from 0 to 1e9");
  return value;
}

int parse_signal(std::string_view name) {
  if (name == "TERM") return SIGTERM;
  if (name == "HUP") return SIGHUP;
  if (name == "INT") return SIGINT;
  refuse(std::string{name}, "not one of TERM, HUP, INT");
}

// A few microseconds of arithmetic between two looks at the clock keep the time in user mode.
void burn_a_little() {
  volatile unsigned sink = 0;
  for (unsigned i = 0; i < 10000; ++i) sink = sink + i;
}

void burn_until(clockid_t clock, Seconds target) {
  for (;;) {
    timespec now{};
    clock_gettime(clock, &now);
    const auto used = std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
    if (used >= target) return;
    burn_a_little();
  }
}

} // namespace

void refuse(const std::string& object, const std::string& reason) {
  throw std::runtime_error(object + ": " + reason);
}

int parse_count(const char* text) {
  return parse<int>(text);
}

Seconds parse_seconds(const char* text) {
  return Seconds{parse<double>(text)};
}

Seconds parse_milliseconds(const char* text) {
  return parse_seconds(text) / 1000;
}

void burn_process(Seconds total) {
  burn_until(CLOCK_PROCESS_CPUTIME_ID, total);
}

namespace {

// The plain case: a share that is off here is off everywhere.
int burn(Arguments arguments) {
  burn_process(parse_seconds(arguments[0]));
  return 0;
}

// Taking wall time for CPU time: beside a competitor they differ.
int burn_wall_time(Arguments arguments) {
  const auto end = std::chrono::steady_clock::now() + parse_seconds(arguments[0]);
  while (std::chrono::steady_clock::now() < end) burn_a_little();
  return 0;
}

// Reading the main thread's time only.
int burn_in_threads(Arguments arguments) {
  const int count = parse_count(arguments[0]);
  const auto time = parse_seconds(arguments[1]);
  std::vector<std::jthread> threads;
  threads.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i)
    threads.emplace_back([time] { burn_until(CLOCK_THREAD_CPUTIME_ID, time); });
  return 0;
}

// A share taken from instants instead of sums: the load alternates faster than any sampling.
int bursts(Arguments arguments) {
  const int count = parse_count(arguments[0]);
  const auto time = parse_milliseconds(arguments[1]);
  for (int i = 1; i <= count; ++i) {
    burn_process(time * i); // the clock goes on from burst to burst, so no error adds up
    std::this_thread::sleep_for(time);
  }
  return 0;
}

// A signal that is lost on its way, and an exit status that is taken for a death by signal.
int catch_signal(Arguments arguments) {
  const auto answer = [](int signal) {
    const char* const name = signal == SIGTERM ? "TERM\n" : signal == SIGHUP ? "HUP\n" : "INT\n";
    _exit(write(STDOUT_FILENO, name, std::strlen(name)) < 0 ? own_failure : caught_signal);
  };
  std::signal(parse_signal(arguments[0]), answer);
  std::this_thread::sleep_for(parse_seconds(arguments[1]));
  return 0;
}

// Waiting for ever for a command that does not heed the request to end, or killing it.
int ignore_signal(Arguments arguments) {
  std::signal(parse_signal(arguments[0]), SIG_IGN);
  std::this_thread::sleep_for(parse_seconds(arguments[1]));
  return 0;
}

struct Kind {
  std::string_view name;
  std::string_view operands;
  std::size_t operand_count;
  int (*run)(Arguments);
};

constexpr std::array<Kind, 14> kinds = {{
    {"burn", "SECONDS", 1, burn},
    {"wall", "SECONDS", 1, burn_wall_time},
    {"threads", "N SECONDS", 2, burn_in_threads},
    {"storm", "N MS", 2, storm},
    {"ignore", "N MS", 2, storm_ignored},
    {"longignore", "SECONDS", 1, long_ignored},
    {"daemon", "SECONDS", 1, daemonise},
    {"unreaped", "N MS", 2, leave_unreaped},
    {"bursts", "N MS", 2, bursts},
    {"vfork", "N", 1, vfork_true},
    {"thread-exec", "", 0, exec_in_thread},
    {"catch", "SIGNAL SECONDS", 2, catch_signal},
    {"signals", "UNTIL_DESCRIPTOR TO_DESCRIPTOR STATUS", 3, tell_signals},
    {"ignore-signal", "SIGNAL SECONDS", 2, ignore_signal},
}};

// Anything that joules changes in what a command inherits.
int show_state(const char* argv0) {
  std::fputs(describe_state(argv0).c_str(), stdout);
  return std::fflush(stdout) == 0 ? 0 : own_failure;
}

int run(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "state") == 0) return show_state(argv[0]);
  const Arguments operands{argv + std::min(argc, 2), argv + argc};
  std::string usage = "workload state";
  for (const auto& kind : kinds) {
    if (argc > 1 && kind.name == argv[1] && kind.operand_count == operands.size())
      return kind.run(operands);
    usage += " | " + std::string{kind.name} + ' ' + std::string{kind.operands};
  }
  refuse("usage", usage);
}

} // namespace
} // namespace workload

int main(int argc, char** argv) {
  try {
    return workload::run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "workload: %s\n", error.what());
    return workload::own_failure;
  }
}
