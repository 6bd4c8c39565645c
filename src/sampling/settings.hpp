// SPDX-License-Identifier: Apache-2.0
// The user's settings for each run.
#pragma once

#include "accounting/settings.hpp"
#include "joules/mark.hpp"
#include "joules/subject.hpp"
#include "joules/units.hpp"
#include "joules/usage.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace joules {

struct SamplingSettings {
  std::optional<Nanoseconds> interval; // nullopt: as short as it may cost, see schedule.hpp
  /// How long to wait for descendants that outlive the command; nullopt: until all are gone.
  std::optional<Nanoseconds> tree_wait_timeout = Nanoseconds{0};
  CpuClockChoice cpu_clock = CpuClockChoice::automatic;
  LedgerDetail ledger = LedgerDetail::none;
  std::vector<SubjectName> subjects; // --of
  bool marks = false;                // of the command, by JOULES_MARKS_FD
  std::optional<Work> work;          // that it does, as far as the user knows
  bool align = false;                // to the next update of the first counter
  bool conditions = false;           // temperatures and frequencies are read at both ends, too
  /// At 100 Hz those of the first 80 seconds. Then every other one goes and the interval doubles,
  /// so that a run of days stays below two megabytes.
  std::size_t most_samples = 8192;
};

} // namespace joules
