// SPDX-License-Identifier: Apache-2.0
// The user's settings for each run.
#pragma once

#include "accounting/settings.hpp"
#include "joules/units.hpp"
#include "joules/usage.hpp"

#include <optional>

namespace joules {

struct SamplingSettings {
  std::optional<Nanoseconds> interval; // nullopt: as short as it may cost, see schedule.hpp
  /// How long to wait for descendants that outlive the command; nullopt: until all are gone.
  std::optional<Nanoseconds> tree_wait_timeout = Nanoseconds{0};
  CpuClockChoice cpu_clock = CpuClockChoice::automatic;
  LedgerDetail ledger = LedgerDetail::none;
  bool align = false; // to the next update of the first counter
};

} // namespace joules
