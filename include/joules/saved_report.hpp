// SPDX-License-Identifier: Apache-2.0
// A report that was saved by --json, read back: by report/, for --baseline, --diff and --merge.
#pragma once

#include "joules/account.hpp"
#include "joules/metric.hpp"
#include "joules/units.hpp"

#include <optional>
#include <string>
#include <vector>

namespace joules {

/// How and where runs were measured; empty: not known.
/// How energies were obtained: those that were obtained otherwise do not compare.
struct MeasuredBy {
  std::string sensor, policy;
  std::optional<Quality> quality;
  std::optional<Watts> idle_power; // of the policy marginal
};

struct Origin {
  std::string file;              // that it was read from
  std::string hostname, boot_id; // one host's until it reboots: instants of the same boot compare
  std::string cpu_model, kernel, governor;
  MeasuredBy by;
  std::string board; // of reports by earlier versions not known
};

/// A counter of the host over a run.
struct SavedCounter {
  std::string name; // of its domain
  std::optional<Joules> energy;
  std::optional<Joules> reading; // of the counter itself, at the start
  std::optional<Joules> modulus; // where it wraps
};

struct SavedRun {
  MetricValues values; // as they stand there, whatever they are
  /// On the host's monotonic clock, of the sensor's readings, start < end; nullopt: not known.
  std::optional<Seconds> start, end;
  std::optional<int> rank;
  std::string job; // of a batch system: "slurm 4711"; empty: not known, or none
  // Values beyond what a run of that length can have used are not known.
  Energy tree, host;                      // with a range where they were estimated
  std::optional<Joules> tree_uncertainty; // half-width at 95 %
  std::vector<SavedCounter> counters;     // what `host` is the sum of; empty: not known
  std::vector<SubjectAccount> subjects;
  std::vector<PhaseAccount> phases; // without the host's part
  std::vector<WorkAccount> work;
};

struct SavedCommand {
  std::string name;
  std::vector<std::string> argv; // empty: not known
  bool first_word_only = false;  // of argv: the others were not to be saved
  std::vector<SavedRun> runs;    // complete ones
  std::optional<SavedRun> failed;
};

struct SavedReport {
  Origin origin;
  Stopping stopping = Stopping::planned; // of the runs of each command
  std::vector<SavedCommand> commands;
};

} // namespace joules
