// SPDX-License-Identifier: Apache-2.0
// Keeps the ledger of a run, where one was asked for.
#pragma once

#include "joules/ledger.hpp"
#include "joules/recording.hpp"

#include <optional>

namespace joules {

class LedgerKeeper {
public:
  /// Before the first sample. Throws Failure where perf is wanted by all means and its records
  /// cannot be had. `tree` outlives the keeper.
  LedgerKeeper(LedgerDetail detail, CpuClockChoice choice, const ProcfsTree& tree,
               const ProcfsTree::Start& where, Instant now);

  /// When the kernel's buffers want to be emptied; nullopt: there are none.
  [[nodiscard]] std::optional<Instant> due() const { return due_; }
  /// Empties them where that is due.
  void keep(Instant now) noexcept;
  /// A sample was taken at `at`, whose walk has ended `now`.
  void sampled(Instant at, Instant now);
  /// After the last sample, which was at `at`; nullopt: none was asked for.
  [[nodiscard]] std::optional<Ledger> close(Instant at);

private:
  std::optional<TreeLedger> ledger_;
  std::optional<Instant> due_;
};

} // namespace joules
