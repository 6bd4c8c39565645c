// SPDX-License-Identifier: Apache-2.0
// Feeds a ledger from the machine: the kernel's records where it allows them, the walk everywhere.
#pragma once

#include "joules/accounting.hpp"
#include "ledger/process_ledger.hpp"
#include "ledger/task_records.hpp"

#include <memory>
#include <optional>
#include <string>

namespace joules {

class TreeLedger {
public:
  /// To be opened before the first sample. Throws Failure where perf is wanted by all means and its
  /// records cannot be had. `walk` outlives it.
  TreeLedger(LedgerDetail detail, CpuClockChoice choice, const ProcfsTree& walk,
             const ProcfsTree::Start& where);

  /// How often the kernel's buffers want to be emptied; nullopt: there are none.
  [[nodiscard]] std::optional<Nanoseconds> period() const;
  /// Empties the kernel's buffers.
  void read_records(Nanoseconds now);
  /// A sample was taken at `at`, whose walk has ended `now`.
  void sampled(Nanoseconds at, Nanoseconds now);
  /// After the last sample, which was at `at`. The ledger is empty then.
  Ledger close(Nanoseconds at);

private:
  [[nodiscard]] bool proc_has_other_numbers() const;
  void apply_up_to(Nanoseconds until);
  void ask_for_arguments();
  void look_around(Nanoseconds started, Nanoseconds ended);

  const ProcfsTree& walk_;
  ProcfsTree::Start where_;
  std::string refusal_;                  // why there are no records; filled by opening them
  std::unique_ptr<TaskRecords> records_; // null: not allowed, or not wanted
  ProcessLedger ledger_;
};

} // namespace joules
