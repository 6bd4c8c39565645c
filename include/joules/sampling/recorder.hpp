// SPDX-License-Identifier: Apache-2.0
// Runs the command once and brings back everything that the run left behind.
#pragma once

#include "joules/accounting/host_time.hpp"
#include "joules/host/host_root.hpp"
#include "joules/launch/command.hpp"
#include "joules/recording.hpp"
#include "joules/result.hpp"
#include "joules/sensors/discovery.hpp"

#include <optional>
#include <string>

namespace joules {

struct RecordingOptions {
  Nanoseconds interval = std::chrono::milliseconds(100);
  /// How long to wait for descendants that outlive the command; nullopt: until all are gone.
  std::optional<Nanoseconds> patience_with_tree = Nanoseconds{0};
  std::string name;
};

/// The result's error is that the command could not be started (code: errno of exec). Once it
/// runs, no failure of ours ends it or is reported as its own: what could not be read is missing
/// from the recording.
Result<Recording> record(const Command& command, const HostRoot& host, const Sensors& sensors,
                         const RecordingOptions& options);

/// The host while nothing of ours runs: a recording without a command.
Recording watch_idle_host(const HostRoot& host, const Sensors& sensors, Nanoseconds duration);

} // namespace joules
