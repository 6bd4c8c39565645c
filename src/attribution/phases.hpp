// SPDX-License-Identifier: Apache-2.0
// Phases: the stretches of a run that the command has marked, and their part of what was attributed
// to the tree.
#pragma once

#include "attribution/division.hpp"
#include "attribution/tree_share.hpp"
#include "joules/account.hpp"
#include "joules/mark.hpp"
#include "joules/recording.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace joules {

/// More of them are not told apart: what they say is not kept.
inline constexpr std::size_t most_phases = 200;

/// The times of one phase. Levels of one name are one stretch, from the first begin to the last
/// end.
struct Phase {
  using Stretch = std::pair<Instant, Instant>;
  /// An instant, and how much earlier it may have been.
  struct Edge {
    Instant at{0};
    Nanoseconds late{0};
  };
  std::string name;
  std::uint64_t times = 0;      // it began
  bool unended = false;         // when the run ended, which ended it
  std::vector<Stretch> open;    // from begin to end
  std::vector<Edge> edges;      // their ends, but for those of the run
  std::vector<Stretch> topmost; // of it, while no phase had begun later
};

struct Phases {
  std::vector<Phase> all;        // in the order of their first begin
  std::vector<WorkAccount> work; // without its energy
  MarkLosses losses;
};

/// REQUIRES: samples.
Phases phases_of(const Marks& marks, const std::vector<Sample>& samples);

/// What part of each interval between samples belongs to `stretches`: power within an interval is
/// taken to be even.
Portion::Parts parts_of(const std::vector<Phase::Stretch>& stretches,
                        const std::vector<Sample>& samples);

/// Those of each phase, with all that it holds, and at last of what is in none; empty: there are no
/// phases.
std::vector<Portion::Parts> portions_of(const Phases& phases, const std::vector<Sample>& samples);

/// Fills in the account's phases, their rest, and work. `division.portions` are those that
/// portions_of() asks for, or none where no energy is known.
void account_for(const Phases& phases, const Division& division, const CpuHistory& cpu,
                 const std::vector<Sample>& samples, EnergyAccount& account);

} // namespace joules
