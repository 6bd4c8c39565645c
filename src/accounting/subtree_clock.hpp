// SPDX-License-Identifier: Apache-2.0
// The CPU time of a process that was there before, and of all that descend from it, by walks over
// /proc.
#pragma once

#include "accounting/procfs_tree.hpp"
#include "accounting/subject_clock.hpp"

namespace joules {

/// What descendants used is known once their parent has waited for them, and while they live. What
/// nobody waits for, and what leaves the subtree as an orphan, is missed: see ProcfsTree.
class SubtreeClock final : public SubjectClock {
public:
  /// Of `process`, as `proc` numbers it. Throws Failure when there is none.
  SubtreeClock(const std::filesystem::path& proc, pid_t process);

  std::optional<Nanoseconds> read() override;
  /// Times of children that were waited for are in whole ticks.
  [[nodiscard]] Nanoseconds quantum() const override;
  [[nodiscard]] std::string loss() const override;

  [[nodiscard]] const std::string& command() const { return command_; }

private:
  std::filesystem::path stat_file_;
  std::uint64_t start_ticks_ = 0; // with its number the identity of the process
  std::string command_;
  ReapedTotals none_; // it is not us who wait for its children
  ProcfsTree tree_;
  Nanoseconds first_{0}, last_{0};
  bool is_gone_ = false;
};

} // namespace joules
