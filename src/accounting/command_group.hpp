// SPDX-License-Identifier: Apache-2.0
// A control group of the command's own: the kernel's account of it is exact, whatever its programs
// do, but the command can see that it is in another group.
#pragma once

#include "accounting/cgroup_clock.hpp"
#include "accounting/tree_clock.hpp"

#include <memory>

namespace joules {

/// Sees all that runs in the group, from programs that nobody waits for to the kernel's work at
/// exit, a running process to the last tick: see CgroupClock. Misses who leaves the group.
///
/// This process enters the group before it launches the command, which so is born in it, and leaves
/// it afterwards; its own time in between is not counted. cgroups(7): a process is born in the
/// group of its parent.
class CommandGroup final : public TreeClock {
public:
  /// Makes it below this process's own group, in the first hierarchy that allows it, and removes
  /// those that a killed joules has left there, as far as nobody is in them. Throws Failure
  /// with the directory that does not, where none does.
  static std::unique_ptr<CommandGroup> make();

  CommandGroup(const CommandGroup&) = delete;
  CommandGroup& operator=(const CommandGroup&) = delete;
  /// Whoever is still in the group goes back to ours, and the group is gone, but for groups that
  /// the command has made below it and in which somebody is.
  ~CommandGroup() override;

  /// Throws Failure where the kernel does not let us in. REQUIRES: not in it, once only.
  void enter();
  void leave() noexcept;

  [[nodiscard]] ClockKind kind() const override { return ClockKind::cgroup; }
  std::optional<Nanoseconds> read() override;
  [[nodiscard]] Nanoseconds quantum() const override { return account_.quantum(); }

private:
  explicit CommandGroup(const Cgroup& group);

  Cgroup group_;
  CgroupClock account_;
  std::optional<Nanoseconds> entered_; // our own CPU time then; nullopt: we are not in
  Nanoseconds our_own_{0};             // what we used while in
};

} // namespace joules
