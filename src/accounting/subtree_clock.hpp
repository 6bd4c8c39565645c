// SPDX-License-Identifier: Apache-2.0
// The CPU time of a process that was there before, and of all that descend from it, by walks over
// /proc.
#pragma once

#include "accounting/procfs_tree.hpp"
#include "accounting/subject_clock.hpp"

namespace joules {

/// Throws Failure when there is no such process, or it is a thread of one.
ProcessStat require_process(const std::filesystem::path& proc, pid_t process);

/// What descendants used is known once their parent has waited for them, and while they live. What
/// nobody waits for, and what leaves the subtree as an orphan, is missed: see ProcfsTree.
class SubtreeClock final : public SubjectClock {
public:
  /// Of `process`, as `proc` numbers it, which started then, in ticks since boot.
  SubtreeClock(const std::filesystem::path& proc, pid_t process, std::uint64_t start_ticks);

  std::optional<Nanoseconds> read() override;
  /// Times of children that were waited for are in whole ticks.
  [[nodiscard]] Nanoseconds quantum() const override;
  [[nodiscard]] std::string loss() const override;

private:
  [[nodiscard]] bool is_there();

  std::filesystem::path stat_file_;
  std::uint64_t start_ticks_; // with its number the identity of the process
  ReapedTotals none_;         // it is not us who wait for its children
  ProcfsTree tree_;
  Nanoseconds last_{0}; // what the walk said
  Nanoseconds used_{0}; // on top of that: less what there was at the start, and what orphans had
  bool is_gone_ = false, lost_orphans_ = false;
};

} // namespace joules
