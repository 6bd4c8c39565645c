// SPDX-License-Identifier: Apache-2.0
// One run out of a saved report, with where and when it was made.
#pragma once

#include "joules/account.hpp"
#include "joules/units.hpp"

#include <optional>
#include <string>
#include <vector>

namespace joules {

/// A counter of the host over the run.
struct CounterRecord {
  std::string name; // of its domain
  std::optional<Joules> energy;
  std::optional<Joules> reading; // of the counter itself, at the start
  std::optional<Joules> modulus; // where it wraps
};

struct RunRecord {
  std::string file;     // that it was read from
  std::string hostname; // empty: not known
  std::string boot_id;  // one host's, until it reboots: instants of the same boot compare
  std::string sensor, quality, policy;
  std::optional<int> rank;
  std::string command;      // its name
  Seconds start{0}, end{0}; // on the host's monotonic clock, of the sensor's readings
  Energy tree, host;        // with a range where they were estimated
  std::optional<Joules> tree_uncertainty = std::nullopt; // half-width at 95 %; nullopt: not known
  std::vector<CounterRecord> counters; // what `host` is the sum of; empty: not known
};

} // namespace joules
