// SPDX-License-Identifier: Apache-2.0
// The tree as /proc shows it: who descends from us, and how long each has been on a CPU.
#pragma once

#include "accounting/process_stat.hpp"
#include "accounting/reaped.hpp"
#include "accounting/tree_clock.hpp"
#include "joules/host.hpp"
#include "joules/recording.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace joules {

class ChildLister;
class Departures;
struct Departure;
class PackageTimes;
class ProcessFiles;

/// Sees everything that a live member or we have waited for, other users' processes too. Of
/// children that nobody waits for, because their parent ignores SIGCHLD or has set SA_NOCLDWAIT, it
/// misses what they used since the last walk that met them, and it misses those that no walk met;
/// it knows of both: see unclaimed(). And it misses ticks that are not shown yet.
///
/// Time that a hypervisor steals while a member is on a CPU is left out where the kernel was built
/// with CONFIG_PARAVIRT_TIME_ACCOUNTING and the hypervisor tells it: update_rq_clock_task() in
/// kernel/sched/core.c takes it from the clock that sum_exec_runtime is counted by, and proc's
/// times, the kernel's process clocks, rusage and cpuacct are all sums of that (cputime_adjust() in
/// kernel/sched/cputime.c). Elsewhere all of them have it in, and nothing tells how much it was.
///
/// The walk goes top-down, a parent's times before its children's: a child that is waited for
/// meanwhile is missed once and found in its parent's times at the next walk. Bottom-up it would be
/// counted twice.
///
/// A member whose own clock stands still has neither worked, nor forked, nor waited for anybody. It
/// is not read again until it runs; only every sixteenth walk makes sure, because a process that
/// adopts orphans may get some in its sleep.
class ProcfsTree final : public TreeClock {
public:
  /// Where to walk from. `root` is us, as `proc` numbers us: a bind-mounted proc of another pid
  /// namespace has other numbers, and then the kernel's process clocks do not know them.
  struct Start {
    std::filesystem::path proc;
    pid_t root = 0;
    bool process_clocks = true; // CLOCK_PROCESS_CPUTIME_ID of others, in ns: better than ticks
    Topology topology = {};     // of the host, where its packages are told apart
    std::function<Instant()> now = {}; // empty: CLOCK_MONOTONIC
    bool has_root = false;             // `root` is another process, and belongs to the tree itself
  };

  /// `reaped` outlives the clock.
  ProcfsTree(Start start, ReapedTotals& reaped);
  ~ProcfsTree() override;

  [[nodiscard]] ClockKind kind() const override { return ClockKind::procfs; }
  /// Clocks of others are as of their last scheduler tick, which is shorter than a tick of proc.
  [[nodiscard]] Nanoseconds quantum() const override { return clock_tick(); }
  /// nullopt when `proc` does not show us at all.
  std::optional<Nanoseconds> read() override;

  /// The command has been launched as this process. Without this call every child of ours that is
  /// no pre-existing child is of the tree; with it, and with pre-existing children about, an orphan
  /// that we have adopted is so only if it was met below a member: else it may be a pre-existing
  /// child's, and what may be is not added.
  void follow(pid_t command) { command_ = command; }
  /// We are about to wait for this child: its times are `reaped`'s, and nobody else's to lose.
  void waits_for(pid_t child);
  /// Is this child of ours, living or just dead, of the tree?
  [[nodiscard]] bool is_ours(pid_t child) const;

  /// The processes that the walk knows it has missed.
  struct Unclaimed {
    std::uint64_t vanished = 0; // members that walks met, and then nobody waited for: or more
    /// The time that these may have used since they were met. For each, its threads, but no more
    /// than there are CPUs, x the time until it was missed, with the tick that its clock may have
    /// been late.
    Nanoseconds unseen_at_most{0};
    /// By a member that is a parent, or was met more than once, or is a child of ours: there may be
    /// others that vanished, and that no walk met.
    bool sigchld_ignored = false;
  };
  [[nodiscard]] const Unclaimed& unclaimed() const { return unclaimed_; }

  /// Processes met so far: a lower bound, a short-lived one may live and die between two walks.
  [[nodiscard]] std::uint64_t processes_seen() const;
  /// The names of programs that members ran when they were met, each once: the first 64.
  [[nodiscard]] const std::vector<std::string>& programs_met() const { return programs_met_; }
  /// The time that members were seen to use themselves, by the package of `start.topology` that
  /// they were on at that walk. Short-lived ones are missed, and so is what others had before they
  /// ended.
  [[nodiscard]] const std::vector<Nanoseconds>& cpu_by_package() const;
  /// False when `proc` did not show us at the last walk, or none was taken.
  [[nodiscard]] bool sees_us() const { return sees_us_; }
  /// Members that are alive as far as the last walk could tell.
  [[nodiscard]] std::vector<RemainingProcess> alive() const;
  /// Calls look(const ProcessStat&, Nanoseconds own) for each of them, zombies too, in no order.
  /// `own` is the CPU time of its threads, finer than `stat.own` where the kernel's clock knows it.
  /// A member that the last walk missed, but that still exists, keeps its last known values.
  template <class Look>
  void for_each_member(Look look) const {
    for (const auto& [pid, member] : members_) look(member.stat, member.own);
  }

private:
  struct Member {
    ProcessStat stat;
    Nanoseconds own{0};      // never decreases
    Nanoseconds departed{0}; // last seen times of children that were gone before `stat` was read
    std::unique_ptr<Departures> departing; // those that were missed after it; null: none
    std::uint64_t faults_before = 0;       // children_faults of the walk before `stat`
    std::uint64_t walk = 0;                // the last one that met it
    Instant met{0};                        // when that began
    bool reaped = false;                   // by us
    std::optional<Nanoseconds> clock;      // the kernel's, just before `stat` was read
    std::vector<pid_t> listed;             // its children, just after

    /// The time of departed children that nobody waited for.
    [[nodiscard]] Nanoseconds unclaimed() const;
  };

  [[nodiscard]] bool is_of_the_tree(const ProcessStat& stat) const;
  [[nodiscard]] bool is_ours_to_wait_for(const ProcessStat& stat) const;
  void walk();
  void note_program(const std::string& command);
  [[nodiscard]] bool has_slept(const Member& member, std::optional<Nanoseconds> clock) const;
  Member& visit(const ProcessStat& stat, std::optional<Nanoseconds> clock);
  [[nodiscard]] bool is_gone(const Member& member) const;
  [[nodiscard]] bool is_last_heir(const Member& member) const;
  void settle(Member& member);
  void vanished(const Departure& departure);
  void retire(Member& member, bool parent_ignored_it);
  void retire_exited();

  Start start_;
  std::unique_ptr<ProcessFiles> files_;
  std::unique_ptr<ChildLister> lister_;
  std::unique_ptr<PackageTimes> packages_;
  ReapedTotals& reaped_;
  std::unordered_map<pid_t, Member> members_;
  Nanoseconds unclaimed_by_the_dead_{0};
  Unclaimed unclaimed_;
  Instant walk_began_{0};
  std::vector<std::string> programs_met_;
  std::vector<pid_t> pending_; // listed by the walk that goes on, and not yet visited
  std::optional<pid_t> command_;
  bool sees_us_ = false;
  std::uint64_t walks_ = 0;
  std::uint64_t seen_ = 0;
};

/// How `proc` numbers this process; the real /proc where `proc` does not show it (a recorded
/// machine).
ProcfsTree::Start tree_start(const std::filesystem::path& proc);

/// All that descend from `start.root` now. Taken before the launch: the pre-existing children.
std::set<pid_t> descendants_of(const ProcfsTree::Start& start);

} // namespace joules
