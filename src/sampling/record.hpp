// SPDX-License-Identifier: Apache-2.0
// Runs the command once and brings back everything that the run left behind.
#pragma once

#include "joules/accounting.hpp"
#include "joules/host.hpp"
#include "joules/launch.hpp"
#include "joules/recording.hpp"
#include "joules/result.hpp"
#include "joules/sensors.hpp"
#include "sampling/marks_pipe.hpp"
#include "sampling/samples.hpp"
#include "sampling/settings.hpp"

#include <functional>
#include <string>
#include <vector>

namespace joules {

/// Says once what a run without a --wait-tree timeout waits for, when it has waited so long.
struct WaitNotice {
  std::function<void(const std::vector<RemainingProcess>&)> tell = nullptr;
  Nanoseconds after{0};
};

/// Shows that a run lives, with what was sampled so far, and takes that away again: before anything
/// else is shown, and where joules is stopped. None of it waits.
struct LiveNotice {
  std::function<void(const Samples& so_far)> tell = nullptr;
  std::function<void()> hide = nullptr;
  Nanoseconds first_after{0}, every{0};
};

/// Where a run is made, for its recording.
struct RunContext {
  HostView view;
  std::optional<int> rank;     // among the processes that mpirun or srun started
  std::optional<Job> job = {}; // that a batch system started
  WaitNotice notice = {};
  LiveNotice live = {};
  const MarksDescriptor* marks = nullptr; // nullptr: the command's marks are not asked for
};

/// The result's error is that the command could not be started (code: errno of exec). Once it
/// runs, no failure of ours ends it or is reported as its own: what could not be read is missing
/// from the recording.
///
/// Throws Failure before the start when perf is wanted by all means and the kernel forbids it, and
/// Interrupted when a signal is to end us before the command is there.
///
/// `signals` has been opened before, and outlives the report: a second Ctrl-C does not cost it.
Result<Recording> record(const Command& command, const SignalQueue& signals, const HostRoot& host,
                         const Sensors& sensors, const SamplingSettings& settings,
                         const RunContext& context = {});

/// Which clocks of a tree's CPU time answer on a host, and why perf does not.
struct TriedClocks {
  std::vector<ClockKind> answered;
  std::string perf_refusal;
};
TriedClocks try_tree_clocks(const HostRoot& host);

/// The host while nothing of ours runs: a recording without a command.
Recording watch_idle_host(const HostRoot& host, const Sensors& sensors, Nanoseconds duration);

} // namespace joules
