// SPDX-License-Identifier: Apache-2.0
// Many runs as one: of ranks and nodes of a job, or of concurrent processes of one host.
#pragma once

#include "joules/result.hpp"
#include "joules/saved_report.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace joules {

/// The runs of one rank on one host, of one command, of one job of a batch system, or with one
/// phase; their trees' energies are added, of a phase what they had in it.
struct MergedPart {
  std::optional<int> rank;
  std::string hostname; // of a rank
  std::string command;  // of a command
  std::string job;      // of a job: "slurm 4711"; empty: those of none
  std::string phase;    // of a phase
  std::size_t runs = 0;
  Energy tree;
};

/// The runs of one host between two reboots. Its own energy is counted once: shared_energy.hpp.
struct MergedHost {
  std::string hostname;
  std::string boot_id;
  std::size_t runs = 0;
  Energy tree, host;
  /// The half-width of the trees' sum: those of the runs added up, since runs of one host err
  /// together. nullopt: it is not known for each.
  std::optional<Joules> tree_uncertainty = Joules{0};
  bool interpolated = false; // the host's energy, where runs overlap
  Seconds covered{0};        // while at least one of them ran
};

/// A subject of --of on one host. What several runs measured at the same time is counted once.
struct MergedSubject {
  std::string name; // "cgroup:nginx.service"
  std::string hostname;
  std::size_t runs = 0;
  Energy energy;
  bool interpolated = false; // where runs overlap
};

/// Runs whose energies may be added: by the same sensor, measured or estimated, and divided alike.
struct MergedTotal {
  std::string sensor, policy;
  std::optional<Quality> quality;
  std::size_t runs = 0;
  Energy tree, host;
  std::optional<Joules> tree_uncertainty; // hosts err independently of one another
  bool interpolated = false;              // the energy of a host
  Seconds longest{0};                     // of the hosts' covered times
  std::vector<MergedHost> hosts;          // by name
  std::vector<MergedPart> by_rank;        // by rank; empty: no run has one
  std::vector<MergedPart> by_command;     // most energy first
  std::vector<MergedPart> by_job;         // by name; empty: no run has one
  std::vector<MergedPart> by_phase;       // most energy first; empty: no run has one
  std::vector<MergedSubject> subjects;    // by host and name; empty: no run has one
  std::vector<Warning> warnings;
};

struct Merged {
  std::vector<std::string> files;
  std::vector<MergedTotal> totals; // measured ones first
};

/// Refused: it holds no run, or does not say where and when each was made.
Result<void> mergeable(const SavedReport& report);

/// Refused when a run is there twice. REQUIRES: reports is not empty; each is mergeable().
Result<Merged> merge(const std::vector<SavedReport>& reports);

} // namespace joules
