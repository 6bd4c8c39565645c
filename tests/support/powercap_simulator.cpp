// SPDX-License-Identifier: Apache-2.0
// Runs a command beside a directory that looks like /sys/class/powercap and whose zones count up
// at a known power, so that what joules reports can be held against the truth. Usage: see usage().
#include "simulated_zone.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <fcntl.h>
#include <getopt.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace simulator;
using Clock = std::chrono::steady_clock;

constexpr int own_failure = 125;

struct Options {
  std::vector<ZoneSpec> zones;
  std::vector<Fault> faults; // by time
  std::optional<int> cpu;
  std::string truth_file;
  std::filesystem::path root;
  char** command = nullptr;
};

/// What the command is to get back as the simulator found it.
struct Inherited {
  sigset_t mask{};
  struct sigaction on_child {};
  std::optional<cpu_set_t> cpus;
};

struct Outcome {
  int wait_status = 0;
  Nanoseconds elapsed{0};
};

[[noreturn]] void refuse(const std::string& object, const std::string& reason) {
  throw std::runtime_error(object + ": " + reason);
}

[[noreturn]] void usage() {
  refuse("usage", "powercap_simulator [--zone SPEC]... [--fault ID@T=KIND]... [--cpu N] "
                  "[--truth FILE] DIR -- COMMAND [ARG]...");
}

int parse_cpu(const std::string& text) {
  int cpu = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), cpu);
  if (error != std::errc{} || *end != '\0' || cpu < 0 || cpu >= CPU_SETSIZE)
    refuse("--cpu " + text, "not a CPU number");
  return cpu;
}

void check_ids(const Options& options) {
  std::vector<std::string> ids;
  for (const auto& zone : options.zones) {
    if (std::ranges::find(ids, zone.id) != ids.end()) refuse(zone.id, "zone given twice");
    ids.push_back(zone.id);
  }
  for (const auto& fault : options.faults) {
    if (std::ranges::find(ids, fault.zone_id) == ids.end())
      refuse(fault.zone_id, "a fault of a zone that does not exist");
  }
}

Options parse(int argc, char** argv) {
  static const std::array<option, 5> known = {{{"zone", required_argument, nullptr, 'z'},
                                               {"fault", required_argument, nullptr, 'f'},
                                               {"cpu", required_argument, nullptr, 'c'},
                                               {"truth", required_argument, nullptr, 't'},
                                               {nullptr, 0, nullptr, 0}}};
  Options options;
  opterr = 0;
  for (int key = 0; (key = getopt_long(argc, argv, "+", known.data(), nullptr)) != -1;) {
    switch (key) {
    case 'z': options.zones.push_back(parse_zone(optarg)); break;
    case 'f': options.faults.push_back(parse_fault(optarg)); break;
    case 'c': options.cpu = parse_cpu(optarg); break;
    case 't': options.truth_file = optarg; break;
    default: usage();
    }
  }
  if (argc - optind < 3 || std::strcmp(argv[optind + 1], "--") != 0) usage();
  options.root = argv[optind];
  options.command = argv + optind + 2;
  if (options.zones.empty()) options.zones.emplace_back();
  std::ranges::stable_sort(options.faults, {}, &Fault::at);
  check_ids(options);
  return options;
}

// Leftovers of an earlier run would be zones that nobody advances.
void create_root(const Options& options) {
  std::filesystem::create_directories(options.root);
  if (!std::filesystem::is_empty(options.root)) refuse(options.root.string(), "is not empty");
  // The class directory lists the control types beside their zones; a reader has to skip them.
  for (const auto& zone : options.zones)
    std::filesystem::create_directories(options.root / zone.id.substr(0, zone.id.find(':')));
}

sigset_t awaited_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGCHLD, SIGINT, SIGTERM}) sigaddset(&signals, signal);
  return signals;
}

// The signals stay blocked and are taken one by one by sigtimedwait: there are no handlers, and
// no signal can slip in between a look at a flag and the sleep.
Inherited prepare_self(const Options& options) {
  Inherited inherited;
  if (options.cpu) {
    inherited.cpus.emplace();
    cpu_set_t wanted;
    CPU_ZERO(&wanted);
    CPU_SET(static_cast<unsigned>(*options.cpu), &wanted);
    if (sched_getaffinity(0, sizeof(cpu_set_t), &*inherited.cpus) != 0 ||
        sched_setaffinity(0, sizeof wanted, &wanted) != 0)
      refuse("--cpu " + std::to_string(*options.cpu), std::strerror(errno));
  }
  const auto signals = awaited_signals();
  sigprocmask(SIG_BLOCK, &signals, &inherited.mask);
  struct sigaction keep_zombies {};
  keep_zombies.sa_handler = SIG_DFL; // an inherited SIG_IGN would lose the command's status
  sigaction(SIGCHLD, &keep_zombies, &inherited.on_child);
  return inherited;
}

[[noreturn]] void exec_command(const Options& options, const Inherited& inherited) {
  setenv("POWERCAP_ROOT", options.root.c_str(), 1);
  if (inherited.cpus) sched_setaffinity(0, sizeof(cpu_set_t), &*inherited.cpus);
  sigaction(SIGCHLD, &inherited.on_child, nullptr);
  sigprocmask(SIG_SETMASK, &inherited.mask, nullptr);
  execvp(options.command[0], options.command);
  const int reason = errno;
  std::fprintf(stderr, "powercap_simulator: %s: %s\n", options.command[0], std::strerror(reason));
  _exit(reason == ENOENT ? 127 : 126);
}

void apply(const Fault& fault, std::deque<SimulatedZone>& zones, Nanoseconds now) {
  for (auto& zone : zones) {
    const bool below = zone.spec().id.starts_with(fault.zone_id + ':');
    const bool whole = fault.kind == FaultKind::vanished || fault.kind == FaultKind::returned ||
                       fault.kind == FaultKind::returned_anew;
    if (zone.spec().id == fault.zone_id || (below && whole)) zone.fail(fault.kind, now);
  }
}

/// Sleeps until the timeout or a signal; true when the command may have ended.
bool wait_for_signal(pid_t command, Nanoseconds timeout) {
  const auto signals = awaited_signals();
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(timeout);
  const timespec limit{whole.count(), (timeout - whole).count()};
  siginfo_t signal{};
  if (sigtimedwait(&signals, &signal, &limit) < 0) return false;
  if (signal.si_signo == SIGCHLD) return true;
  // What the terminal sends goes to the whole foreground group: the command has got it already.
  if (signal.si_code != SI_KERNEL) kill(command, signal.si_signo);
  return false;
}

Outcome run(const Options& options, std::deque<SimulatedZone>& zones) {
  const auto inherited = prepare_self(options);
  const auto start = Clock::now();
  const pid_t command = fork();
  if (command < 0) refuse("fork", std::strerror(errno));
  if (command == 0) exec_command(options, inherited);

  auto fault = options.faults.begin();
  for (;;) {
    const Nanoseconds now = Clock::now() - start;
    for (; fault != options.faults.end() && fault->at <= now; ++fault) apply(*fault, zones, now);

    Nanoseconds next = now + std::chrono::hours{1};
    if (fault != options.faults.end()) next = std::min(next, fault->at);
    for (auto& zone : zones) {
      if (zone.due() <= now) zone.advance(now);
      next = std::min(next, zone.due());
    }
    const auto timeout = std::max(Nanoseconds{0}, start + next - Clock::now());
    Outcome outcome;
    if (wait_for_signal(command, timeout) &&
        waitpid(command, &outcome.wait_status, WNOHANG) == command) {
      outcome.elapsed = Clock::now() - start;
      return outcome;
    }
  }
}

std::string number(double value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

std::string truth(const std::vector<ZoneSpec>& zones, Seconds elapsed) {
  std::string json = "{";
  for (const auto& zone : zones)
    json += '"' + zone.id + "\": " + number(true_joules(zone, elapsed)) + ", ";
  return json + "\"seconds\": " + number(elapsed.count()) + "}\n";
}

int simulate(const Options& options) {
  // Opened first, so that a file that cannot be written is known before the command has run.
  std::unique_ptr<FILE, int (*)(FILE*)> truth_file{nullptr, std::fclose};
  if (!options.truth_file.empty()) {
    truth_file.reset(std::fopen(options.truth_file.c_str(), "we"));
    if (!truth_file) refuse(options.truth_file, std::strerror(errno));
  }
  create_root(options);
  std::deque<SimulatedZone> zones; // a zone owns its file and does not move
  for (const auto& spec : options.zones) zones.emplace_back(options.root, spec);
  const auto outcome = run(options, zones);
  if (truth_file) {
    std::fputs(truth(options.zones, outcome.elapsed).c_str(), truth_file.get());
    if (std::fflush(truth_file.get()) != 0) refuse(options.truth_file, std::strerror(errno));
  }
  const int status = outcome.wait_status;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

} // namespace

int main(int argc, char** argv) {
  try {
    return simulate(parse(argc, argv));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "powercap_simulator: %s\n", error.what());
    return own_failure;
  }
}
