// SPDX-License-Identifier: Apache-2.0
// The energy that is attributed to a run, and its uncertainty. Computed by attribution/, printed by
// report/.
#pragma once

#include "joules/choices.hpp"
#include "joules/recording.hpp"
#include "joules/units.hpp"
#include "joules/warning.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace joules {

/// To whom idle power is attributed. Formulas: attribution/attribute.hpp.
struct Policy {
  enum class Kind { busy, capacity, marginal };
  Kind kind = Kind::busy;
  // The idle power of the whole host; used by marginal only.
  Watts idle_power{0};
  std::optional<Watts> idle_low = std::nullopt; // of an estimate: by the ends of the model
  std::optional<Watts> idle_high = std::nullopt;
  double idle_busy_cpus = 0; // how many CPUs were busy while it was measured
};

template <>
struct Choices<Policy::Kind> {
  static constexpr Choice<Policy::Kind> all[] = {
      {"busy", Policy::Kind::busy, "whoever runs pays for idle power (default)"},
      {"capacity", Policy::Kind::capacity, "nobody pays for idle CPUs"},
      {"marginal", Policy::Kind::marginal, "only what the command added"}};
};

/// How an energy was obtained. A measured one counts for more.
enum class Quality { estimated, measured };

template <>
struct Choices<Quality> {
  static constexpr Choice<Quality> all[] = {{"estimated", Quality::estimated},
                                            {"measured", Quality::measured}};
};

/// An energy with everything that must be said beside it. Unknown is nullopt, never 0.
struct Energy {
  std::optional<Joules> value;
  bool at_least = false;           // part of it could not be read: the truth is not below `value`
  std::optional<Joules> low, high; // set for estimates: the range
};

/// One counted domain's part of the host energy.
struct DomainEnergy {
  std::string name;
  Energy energy;
  int wraps = 0;
  std::string doubt; // why what it shows is not believed; empty: it is part of the host's energy
};

/// One program name's part of the tree's energy.
struct ProgramEnergy {
  std::string command;
  std::uint64_t processes = 0;
  Seconds cpu{0};
  std::optional<Joules> energy;
};

/// One process's part.
struct ProcessEnergy {
  Seconds cpu{0};
  std::optional<Joules> energy;
};

/// The tree's energy by who used it. by_command and the unseen row add up to it.
struct LedgerAccount {
  LedgerSource source = LedgerSource::procfs;
  std::vector<ProgramEnergy> by_command; // most energy first
  std::vector<ProcessEnergy> by_process; // in the order of Ledger::processes
  Seconds unseen_cpu{0};                 // of the tree, but in no row: see Ledger::source
  std::optional<Joules> unseen_energy;
};

/// One of several packages: its energy, with that of its memory, is divided by its own busy time.
struct PackageAccount {
  int package = 0; // physical number
  Seconds tree_cpu{0};
  Seconds busy{0};
  std::optional<Joules> host = std::nullopt; // no domain of it was measured: nullopt
  std::optional<Joules> tree = std::nullopt;
};

/// A graphics card: beside the host, and never added to it.
struct DeviceAccount {
  std::string name, what; // "GPU 0", "NVIDIA H100, the whole card, by NVML"
  Energy energy;
  std::optional<Joules> tree; // by who used it; nullopt: nobody tells
  std::string doubt = {};     // as of DomainEnergy
};

/// What --of names, beside the tree.
struct SubjectAccount {
  std::string name; // "cgroup:nginx.service"
  Energy energy;
  std::optional<Joules> uncertainty = std::nullopt; // the half-width at 95 %, as of the tree
  Seconds cpu{0};
};

/// A phase that the command has marked.
struct PhaseAccount {
  std::string name;
  std::uint64_t times = 0; // it began
  bool unended = false;    // when the run ended
  Seconds wall{0};
  Seconds tree_cpu{0};
  Energy tree, host;
  std::optional<Joules> tree_uncertainty; // as of the tree, and for when joules heard of its ends
  /// The tree's while no phase had begun later: with EnergyAccount::phases_rest these add up to the
  /// tree's.
  std::optional<Joules> tree_alone;
};

/// Work that the command has told, or the user.
struct WorkAccount {
  std::string phase; // that it was done in; empty: in none, it is of the whole run
  std::string unit;  // empty: not named
  double amount = 0;
  Energy each = {};                                      // the tree's, or the phase's, for one unit
  std::optional<Joules> each_uncertainty = std::nullopt; // the same
};

/// Mean powers, and CPUs busy, over stretches of the run, which follow one another.
struct PowerSeries {
  std::vector<Seconds> until;               // the end of each, from the start of the run on
  std::vector<Watts> host, tree;            // one for each stretch; empty: not known
  std::vector<double> tree_cpus, busy_cpus; // the same
  std::vector<std::vector<Watts>> domains;  // as EnergyAccount::domains; empty ones: not measured
};

/// Invariants, in every interval and in the total: 0 <= tree <= host, tree + others = host.
struct EnergyAccount {
  bool estimated = false; // by a model: no sensor was readable
  Policy policy;
  Energy tree;
  Energy host;
  /// Measured runs: half-widths at 95 %, see attribution/uncertainty.hpp. Never zero.
  std::optional<Joules> tree_uncertainty, host_uncertainty;
  std::optional<Joules> tree_by_capacity; // of busy, capacity: idle CPUs are nobody's
  std::vector<DomainEnergy> domains;
  std::vector<PackageAccount> packages; // of several that could be told apart; else empty
  std::vector<DeviceAccount> devices;
  std::vector<SubjectAccount> subjects; // in the order of Recording::subjects
  std::optional<Joules> rest; // of the host, where there are subjects: nobody's of them or the tree
  std::vector<PhaseAccount> phases;  // in the order of their first begin
  std::optional<Joules> phases_rest; // of the tree, in no phase; nullopt: there are none
  std::optional<Joules> phases_rest_uncertainty; // as of a phase
  std::vector<WorkAccount> work;                 // in the order in which it was first told
  std::string unavailable_reason;                // why tree.value or host.value is nullopt

  Seconds wall{0};
  Seconds stopped{0};
  Seconds tree_cpu{0};
  Seconds capacity{0}; // online CPUs x time
  std::optional<Seconds> host_busy;
  Seconds tree_cpu_seen_live{0}; // before the books were closed at exit
  std::optional<LedgerAccount> ledger;
  PowerSeries power; // empty: not asked for, or no power is known
  std::vector<Warning> warnings;

  [[nodiscard]] Quality quality() const {
    return estimated ? Quality::estimated : Quality::measured;
  }
};

/// Is the rest an upper bound, since the tree or a subject may have used more? It is no bound where
/// part of the host's energy is missing.
bool rest_is_at_most(const EnergyAccount& account);

} // namespace joules
