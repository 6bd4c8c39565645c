// SPDX-License-Identifier: Apache-2.0
// What joules is compared with: the usual way to give a process tree its share of the host's
// energy. At every interval it finds the live descendants by their parents in /proc and adds up
// by how much their utime + stime grew; a process met for the first time counts from then on. The
// energy of an interval is divided by the busy ticks of /proc/stat. It is as good as that way can
// be: it looks once more when the command is a zombie. JSON on standard error.
//   naive_poller INTERVAL_MS POWERCAP_ROOT COMMAND [ARG]...
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>

#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;

constexpr int own_failure = 125;

struct Process {
  pid_t parent = 0;
  std::int64_t ticks = 0; // utime + stime
  std::uint64_t start = 0;
};

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file{path};
  std::string text;
  std::getline(file, text, '\0'); // unlike an iterator it does not throw when the process is gone
  return text;
}

/// Fields of proc(5): 4 ppid, 14 utime, 15 stime, 22 starttime, counted behind the name's bracket.
std::optional<Process> read_process(const std::filesystem::path& folder) {
  const auto text = read_file(folder / "stat");
  const auto name_end = text.rfind(')');
  if (name_end == text.npos) return std::nullopt; // gone meanwhile
  std::istringstream fields{text.substr(name_end + 2)};
  Process process;
  std::string field;
  for (int number = 3; number <= 22 && fields >> field; ++number) {
    if (number == 4) process.parent = std::stoi(field);
    if (number == 14 || number == 15) process.ticks += std::stoll(field);
    if (number == 22) process.start = std::stoull(field);
  }
  return process;
}

std::map<pid_t, Process> all_processes() {
  std::map<pid_t, Process> processes;
  for (const auto& entry : std::filesystem::directory_iterator{"/proc"}) {
    const auto name = entry.path().filename().string();
    pid_t pid = 0;
    const auto end = name.data() + name.size();
    if (std::from_chars(name.data(), end, pid).ptr != end) continue;
    if (const auto process = read_process(entry.path())) processes.emplace(pid, *process);
  }
  return processes;
}

/// user + nice + system + irq + softirq.
std::int64_t busy_ticks() {
  std::istringstream line{read_file("/proc/stat")};
  std::string label;
  std::int64_t user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0;
  line >> label >> user >> nice >> system >> idle >> iowait >> irq >> softirq;
  return user + nice + system + irq + softirq;
}

class Poller {
public:
  Poller(const std::filesystem::path& root, pid_t command)
      : energy_file_{root / "intel-rapl:0" / "energy_uj"}, command_{command},
        energy_uj_{energy_now()}, busy_{busy_ticks()} {
    // The command itself is known from its start.
    if (const auto process = read_process("/proc/" + std::to_string(command)))
      known_[{command, process->start}] = 0;
  }

  void look() {
    const auto energy_uj = energy_now();
    const auto busy = busy_ticks();
    const auto grown = growth_of_the_tree();
    const double joules = static_cast<double>(energy_uj - energy_uj_) / 1e6;
    host_joules_ += joules;
    if (busy > busy_)
      tree_joules_ +=
          joules * std::min(1.0, static_cast<double>(grown) / static_cast<double>(busy - busy_));
    tree_ticks_ += grown;
    energy_uj_ = energy_uj;
    busy_ = busy;
  }

  void report() const {
    std::fprintf(stderr,
                 "{\"energy_tree_joules\": %.6f, \"energy_host_joules\": %.6f, "
                 "\"tree_cpu_seconds\": %.2f}\n",
                 tree_joules_, host_joules_,
                 static_cast<double>(tree_ticks_) / static_cast<double>(sysconf(_SC_CLK_TCK)));
  }

private:
  using Key = std::pair<pid_t, std::uint64_t>; // a pid may be used again

  [[nodiscard]] std::int64_t energy_now() const { return std::stoll(read_file(energy_file_)); }

  [[nodiscard]] bool descends(pid_t pid, const std::map<pid_t, Process>& processes) const {
    while (pid != command_) {
      const auto found = processes.find(pid);
      if (found == processes.end()) return false;
      pid = found->second.parent;
    }
    return true;
  }

  std::int64_t growth_of_the_tree() {
    const auto processes = all_processes();
    std::map<Key, std::int64_t> present;
    std::int64_t grown = 0;
    for (const auto& [pid, process] : processes) {
      if (!descends(pid, processes)) continue;
      const Key key{pid, process.start};
      const auto before = known_.find(key);
      if (before != known_.end()) grown += process.ticks - before->second;
      present[key] = process.ticks;
    }
    known_ = std::move(present);
    return grown;
  }

  std::filesystem::path energy_file_;
  pid_t command_;
  std::int64_t energy_uj_;
  std::int64_t busy_;
  std::map<Key, std::int64_t> known_;
  std::int64_t tree_ticks_ = 0;
  double tree_joules_ = 0;
  double host_joules_ = 0;
};

bool ended_within(int pidfd, Clock::duration timeout) {
  const auto whole = std::chrono::ceil<std::chrono::milliseconds>(timeout);
  pollfd waited{pidfd, POLLIN, 0};
  return poll(&waited, 1, static_cast<int>(std::max<std::int64_t>(whole.count(), 0))) > 0;
}

int poll_command(std::chrono::milliseconds interval, const char* root, char** command) {
  const pid_t pid = fork();
  if (pid < 0) throw std::runtime_error(std::string{"fork: "} + std::strerror(errno));
  if (pid == 0) {
    execvp(command[0], command);
    _exit(127);
  }
  Poller poller{root, pid};
  const int pidfd = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (pidfd < 0) throw std::runtime_error(std::string{"pidfd_open: "} + std::strerror(errno));
  for (auto next = Clock::now() + interval; !ended_within(pidfd, next - Clock::now());
       next += interval)
    poller.look();
  poller.look();
  int status = 0;
  waitpid(pid, &status, 0);
  poller.report();
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

} // namespace

int main(int argc, char** argv) {
  try {
    if (argc < 4)
      throw std::runtime_error("usage: naive_poller INTERVAL_MS POWERCAP_ROOT COMMAND [ARG]...");
    return poll_command(std::chrono::milliseconds{std::stoi(argv[1])}, argv[2], argv + 3);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "naive_poller: %s\n", error.what());
    return own_failure;
  }
}
