// SPDX-License-Identifier: Apache-2.0
// One run of the command, from the first sample to the closed books.
#pragma once

#include "joules/launch.hpp"
#include "joules/ledger.hpp"
#include "sampling/record.hpp"
#include "sampling/sampler.hpp"
#include "sampling/schedule.hpp"
#include "sampling/stop_watch.hpp"
#include "sampling/tree_clocks.hpp"

namespace joules {

class Recorder {
public:
  Recorder(const Command& command, const SignalQueue& signals, const HostRoot& host,
           const Sensors& sensors, const SamplingSettings& settings, const WaitNotice& notice);
  Result<Recording> to_its_end();

private:
  void align();
  /// Throws Interrupted where a signal is to end us before the command is there.
  void leave_if_told() const;
  void follow();
  void take_sample(Depth depth = Depth::full) noexcept;
  void look_at_members();
  [[nodiscard]] Seconds mean_interval() const;
  void watch_devices();
  void add_device_shares();
  void open_ledger();
  void keep_ledger() noexcept;
  void hear_from_children();
  void reap_orphan(pid_t pid);
  void command_exited();
  void tell_who_is_waited_for() noexcept;
  void obey(const Signal& signal);
  [[nodiscard]] bool is_over() const;
  [[nodiscard]] bool tree_is_gone() const;
  [[nodiscard]] Instant next_deadline() const;
  void finish();
  void add_missed_time();
  void close_ledger();

  const Command& command_;
  const Sensors& sensors_;
  const SamplingSettings& settings_;
  const WaitNotice& notice_;
  SystemClock clock_;
  const SignalQueue& signals_;
  ProcfsTree::Start start_;
  ReapedTotals reaped_;
  TreeClocks clocks_;
  HostClock host_;
  Sampler sampler_;
  Schedule schedule_;
  bool may_thin_; // samples, though the interval cannot become longer
  StopWatch stop_watch_;
  Recording recording_;
  std::vector<DeviceUse> used_before_; // of each device
  std::optional<TreeLedger> ledger_;
  std::optional<Instant> ledger_due_; // when its buffers want to be emptied

  /// What woke joules up is part of what a sample costs: as much again as the sample.
  Nanoseconds cpu_before_wait_{0};
  pid_t pid_ = 0;                             // 0: not running (any more)
  pid_t command_pid_ = 0;                     // what it was
  bool exited_ = false;                       // and reaped
  bool given_up_ = false;                     // waiting for the rest of the tree was interrupted
  std::optional<Instant> tree_wait_deadline_; // of waiting for the rest of the tree
  std::optional<Instant> tell_due_;           // for whom joules waits
  std::optional<Instant> grace_end_;          // after TERM or HUP was passed on
};

} // namespace joules
