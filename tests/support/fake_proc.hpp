// SPDX-License-Identifier: Apache-2.0
// A proc directory of processes that a test starts, ages and ends between two reads.
#pragma once

#include "support/fake_host.hpp"

#include "accounting/procfs_tree.hpp"

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace joules::test {

struct FakeThread {
  int processor = 0;
  char state = 'R';
};

/// A process as proc shows it; times in ticks of 10 ms.
struct FakeProcess {
  pid_t pid = 0;
  pid_t parent = 0;
  int own = 0;              // utime + stime
  int children = 0;         // cutime + cstime
  int threads = 1;          // the others are pid+1, pid+2, ...
  int faults = 10;          // minor ones; of its own
  int children_faults = -1; // of those that it waited for; -1: some, where it waited for any time
  bool ignores = false;     // SIGCHLD
  int born_in = 0;          // thread of the parent that made it; 0: its main thread
  pid_t listed_as = 0;      // whose child it was when the walk listed it, if not `parent`'s
  int start = 1000;         // since boot
  char state = 'S';         //
  bool has_stat = true;     // false: gone between the listing and the reading of a walk
  std::string name = "sh";
  int processor = -1;              // -1: the line ends before it
  std::vector<FakeThread> on = {}; // where its threads have files of their own, from pid on
};

/// The root of every walk.
inline constexpr pid_t us = 100;

class FakeProc {
public:
  /// `children_files`: whether the kernel was built with CONFIG_PROC_CHILDREN.
  explicit FakeProc(bool children_files = true) : children_files_(children_files) {
    put({.pid = us, .parent = 1, .name = "joules"});
  }

  [[nodiscard]] ProcfsTree::Start start(Topology topology = {}) const {
    return {host_.root().proc(""), us, false, std::move(topology), {}};
  }

  void put(const FakeProcess& process) {
    const auto before = processes_.find(process.pid);
    const pid_t old_parent = before == processes_.end() ? 0 : listed_under(before->second);
    processes_[process.pid] = process;
    if (process.has_stat)
      host_.file(directory_of(process.pid) / "stat", stat_line(process));
    else
      remove_stat(process.pid);
    for (std::size_t i = 0; i < process.on.size(); ++i)
      put_thread(process, process.pid + static_cast<pid_t>(i), process.on[i]);
    list_children(process.pid);
    list_children(listed_under(process));
    if (old_parent != listed_under(process)) list_children(old_parent);
  }
  void end(pid_t pid) {
    const pid_t parent = listed_under(processes_.at(pid));
    processes_.erase(pid);
    remove_stat(pid);
    std::filesystem::remove_all(host_.path() / directory_of(pid));
    list_children(parent);
  }
  /// Is in the listing that the walk has read, but gone when the walk comes to look.
  void end_during_walk(pid_t pid) {
    FakeProcess process = processes_.at(pid);
    process.has_stat = false;
    put(process);
  }

private:
  static std::filesystem::path directory_of(pid_t pid) {
    return std::filesystem::path("proc") / std::to_string(pid);
  }

  void put_thread(FakeProcess process, pid_t thread, const FakeThread& as) const {
    const auto task = directory_of(process.pid) / "task" / std::to_string(thread);
    process.pid = thread;
    process.processor = as.processor;
    process.state = as.state;
    host_.file(task / "stat", stat_line(process));
  }

  /// Who holds it open reads nothing more.
  void remove_stat(pid_t pid) const {
    host_.file(directory_of(pid) / "stat", "");
    std::filesystem::remove(host_.path() / directory_of(pid) / "stat");
  }

  static pid_t listed_under(const FakeProcess& process) {
    return process.listed_as ? process.listed_as : process.parent;
  }

  /// Writes task/TID/children of each of its threads.
  void list_children(pid_t pid) const {
    const auto parent = processes_.find(pid);
    if (!children_files_ || parent == processes_.end()) return;
    for (int thread = pid; thread < pid + parent->second.threads; ++thread)
      host_.file(directory_of(pid) / "task" / std::to_string(thread) / "children",
                 children_of(pid, thread));
  }

  [[nodiscard]] std::string children_of(pid_t parent, int thread) const {
    std::string list;
    for (const auto& [pid, process] : processes_)
      if (listed_under(process) == parent && (process.born_in ? process.born_in : parent) == thread)
        list += std::to_string(pid) + " ";
    return list;
  }

  static std::string stat_line(const FakeProcess& process) {
    const auto ticks = [](int sum) { // half of it in user mode
      return std::to_string(sum - sum / 2) + " " + std::to_string(sum / 2) + " ";
    };
    return std::to_string(process.pid) + " (" + process.name + ") " + process.state + " " +
           std::to_string(process.parent) + " 1 1 0 -1 4194304 " + std::to_string(process.faults) +
           " " + std::to_string(claimed_faults(process)) + " 0 0 " + ticks(process.own) +
           ticks(process.children) + "20 0 " + std::to_string(process.threads) + " 0 " +
           std::to_string(process.start) + " 2500000 200" + tail(process);
  }

  static int claimed_faults(const FakeProcess& process) {
    if (process.children_faults >= 0) return process.children_faults;
    return process.children > 0 ? 20 : 0;
  }

  static std::string tail(const FakeProcess& process) {
    const std::string ignored = process.ignores ? "65536" : "0"; // SIGCHLD is 17: bit 16
    const std::string tail = " 18446744073709551615 1 1 0 0 0 0 0 " + ignored + " 0 0 0 0 17";
    return process.processor < 0 ? tail + "\n"
                                 : tail + " " + std::to_string(process.processor) + " 0 0\n";
  }

  FakeHost host_;
  bool children_files_;
  std::map<pid_t, FakeProcess> processes_;
};

/// A fake proc and the clock that walks it; the kernel lists children, or does not.
struct Walk {
  explicit Walk(bool children_files = true, std::set<pid_t> preexisting = {})
      : proc(children_files), reaped(std::move(preexisting)), tree(start(), reaped) {}
  Walk(const Walk&) = delete;
  Walk& operator=(const Walk&) = delete;

  void reap(pid_t pid, std::chrono::milliseconds time) {
    rusage usage{};
    usage.ru_utime = {time.count() / 1000, time.count() % 1000 * 1000};
    tree.waits_for(pid);
    reaped.add(pid, usage);
  }
  /// Reads the tree's time so long after the last one.
  std::optional<Nanoseconds> read_after(Nanoseconds time) {
    now += time;
    return tree.read();
  }

  FakeProc proc;
  Instant now{0}; // whole walks take no time
  ReapedTotals reaped;
  ProcfsTree tree;

private:
  [[nodiscard]] ProcfsTree::Start start() {
    ProcfsTree::Start start = proc.start();
    start.now = [this] { return now; };
    return start;
  }
};

} // namespace joules::test
