// SPDX-License-Identifier: Apache-2.0
// A process tree that forks, works and ends at random, with the truth about its CPU time beside
// what proc and wait4 show of it.
#pragma once

#include "support/fake_proc.hpp"

#include <map>
#include <random>
#include <vector>

namespace joules::test {

/// Times in ticks of 10 ms. The kernel's rules: exit.c's forget_original_parent() and
/// wait_task_zombie().
class SimulatedTree {
public:
  SimulatedTree(bool children_files, bool ignores_sigchld, unsigned seed)
      : proc_(children_files), ignores_sigchld_(ignores_sigchld), random_(seed) {
    fork(us);
  }

  [[nodiscard]] const FakeProc& proc() const { return proc_; }
  [[nodiscard]] ReapedTotals& reaped() { return reaped_; }
  /// Who is waited for by us, from now on.
  void tell(ProcfsTree& tree) { tree_ = &tree; }
  /// What the whole tree has had on a CPU so far.
  [[nodiscard]] int true_ticks() const { return true_ticks_; }

  void step() {
    const pid_t pid = any_pid();
    switch (pick(4)) {
    case 0: return fork(pid);
    case 1:
      if (processes_.size() > 1) return end(pid);
      [[fallthrough]];
    default: return work(pid, pick(9));
    }
  }

private:
  int pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

  pid_t any_pid() {
    auto position = processes_.begin();
    std::advance(position, pick(static_cast<int>(processes_.size())));
    return position->first;
  }

  void fork(pid_t parent) { show({.pid = next_pid_++, .parent = parent, .children_faults = 0}); }

  void work(pid_t pid, int ticks) {
    FakeProcess process = processes_[pid];
    process.own += ticks;
    true_ticks_ += ticks;
    show(process);
  }

  /// Its children become ours; its times go to the parent, or nowhere.
  void end(pid_t pid) {
    const FakeProcess dead = processes_[pid];
    processes_.erase(pid);
    proc_.end(pid);
    for (auto [child, process] : std::map<pid_t, FakeProcess>(processes_)) {
      if (process.parent != pid) continue;
      process.parent = us;
      show(process);
    }
    if (dead.parent == us) {
      rusage usage{};
      usage.ru_utime.tv_sec = (dead.own + dead.children) / 100;
      usage.ru_utime.tv_usec = (dead.own + dead.children) % 100 * 10'000;
      if (tree_ != nullptr) tree_->waits_for(pid);
      reaped_.add(pid, usage);
    } else if (!ignores_sigchld_) {
      FakeProcess parent = processes_[dead.parent];
      parent.children += dead.own + dead.children;
      parent.children_faults += dead.faults + dead.children_faults;
      show(parent);
    }
  }

  void show(const FakeProcess& process) {
    processes_[process.pid] = process;
    proc_.put(process);
  }

  FakeProc proc_;
  ReapedTotals reaped_;
  ProcfsTree* tree_ = nullptr;
  bool ignores_sigchld_;
  std::mt19937 random_;
  std::map<pid_t, FakeProcess> processes_;
  pid_t next_pid_ = 200;
  int true_ticks_ = 0;
};

} // namespace joules::test
