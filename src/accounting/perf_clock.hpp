// SPDX-License-Identifier: Apache-2.0
// The kernel's own sum of the tree's CPU time: a task-clock event that every descendant inherits.
#pragma once

#include "accounting/tree_clock.hpp"
#include "joules/host.hpp"
#include "joules/result.hpp"

#include <memory>

namespace joules {

/// Sees every descendant to the nanosecond, however short-lived, whoever waits for it or not, and
/// what a running one has used up to the moment of the read. Misses set-uid programs, which leave
/// the event at their exec; and the kernel's work of exec's first part and of exit, which is 5 to
/// 15 % of the time of a process of a millisecond, and more of one with much memory: see
/// missed_time.hpp.
///
/// Time that a hypervisor steals while a member runs is counted with it, which the kernel's other
/// clocks leave out where they can (see ProcfsTree), and so are interrupts, which some kernels'
/// clocks leave out (CONFIG_IRQ_TIME_ACCOUNTING).
///
/// Opened on ourselves before the launch and enabled by the command's exec: we never exec, so
/// nothing of ours is counted, and there is no moment between fork and exec that must be caught
/// (perf_event_open(2): inherit, enable_on_exec). It needs no right where
/// kernel.perf_event_paranoid is 2 or less: the event leaves the kernel out, which a software clock
/// does not heed.
class PerfClock final : public TreeClock {
public:
  /// Counts the descendants that are forked from now on. An error says who forbids it, and how to
  /// get it allowed.
  static Result<std::unique_ptr<PerfClock>> open();

  [[nodiscard]] ClockKind kind() const override { return ClockKind::perf; }
  std::optional<Nanoseconds> read() override;
  [[nodiscard]] bool counts_stolen_time() const override { return true; }
  [[nodiscard]] bool is_live() const override { return true; }

private:
  PerfClock(PerfEvent apart, PerfEvent event)
      : apart_(std::move(apart)), event_(std::move(event)) {}

  PerfEvent apart_; // never read: see keeps_contexts_apart()
  PerfEvent event_;
};

} // namespace joules
