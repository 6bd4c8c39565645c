// SPDX-License-Identifier: Apache-2.0
// One run of the command, from the first sample to the Recording.
#pragma once

#include "joules/launch.hpp"
#include "sampling/condition_watch.hpp"
#include "sampling/device_watch.hpp"
#include "sampling/ledger_keeper.hpp"
#include "sampling/marks_pipe.hpp"
#include "sampling/record.hpp"
#include "sampling/run_state.hpp"
#include "sampling/sampler.hpp"
#include "sampling/schedule.hpp"
#include "sampling/sign_of_life.hpp"
#include "sampling/stop_watch.hpp"
#include "sampling/tree_clocks.hpp"

namespace joules {

class Recorder {
public:
  Recorder(const Command& command, const SignalQueue& signals, const HostRoot& host,
           const Sensors& sensors, const SamplingSettings& settings, const RunContext& context);
  Result<Recording> to_its_end();

private:
  void take_baseline();
  void align();
  /// Throws Interrupted where a signal is to end us before the command is there.
  void leave_if_told() const;

  void follow();
  /// Hears from children, and says whether there is more to follow.
  bool goes_on();
  [[nodiscard]] Instant next_deadline() const;
  void take_sample(Depth depth = Depth::full) noexcept;
  void look_at_marks(Instant ready, Instant due) noexcept;
  void obey(const Signal& signal);
  void hear_from_children();
  void reap_orphan(pid_t pid);
  void command_exited();
  void tell_who_is_waited_for() noexcept;
  [[nodiscard]] bool tree_is_gone() const;

  void take_last_readings();
  [[nodiscard]] Method method(const ExitInfo& exit_info) const;
  [[nodiscard]] ExitInfo exit_info();
  [[nodiscard]] std::optional<Ledger> ledger();
  [[nodiscard]] Recording recording();

  const Command& command_;
  const Sensors& sensors_;
  const SamplingSettings& settings_;
  const RunContext& context_;
  SystemClock clock_;
  const SignalQueue& signals_;
  ProcfsTree::Start start_;
  ReapedTotals reaped_;
  TreeClocks clocks_;
  HostClock host_;
  Sampler sampler_;
  Schedule schedule_;
  bool may_thin_; // samples, though the interval cannot become longer
  DeviceWatch devices_;
  ConditionWatch conditions_;
  std::optional<LedgerKeeper> ledger_;
  std::optional<MarksPipe> marks_;
  StopWatch stop_watch_;
  RunState state_;
  std::optional<Instant> tell_due_; // for whom joules waits
  SignOfLife life_;

  pid_t running_ = 0;     // the command, until it was reaped; 0: none
  pid_t command_pid_ = 0; // its number, for good

  // Facts that are noted on the way, for the Recording.
  std::string started_at_;
  Nanoseconds shortest_interval_;
  std::optional<bool> aligned_;
  bool orphans_adopted_ = false;
  std::vector<SecondView> second_views_;
  ExitStatus exit_;
  std::optional<int> terminated_by_, last_terminal_signal_;
  std::uint64_t samples_taken_ = 0, wakeups_ = 0;
  Nanoseconds cpu_at_start_{0};
  /// Waking up is part of the cost of a sample, and as large as the sample itself.
  Nanoseconds cpu_before_wait_{0};
};

} // namespace joules
