// SPDX-License-Identifier: Apache-2.0
#include "sampling/ledger_keeper.hpp"

namespace joules {

LedgerKeeper::LedgerKeeper(LedgerDetail detail, CpuClockChoice choice, const ProcfsTree& tree,
                           const ProcfsTree::Start& where, Instant now) {
  if (detail == LedgerDetail::none) return;
  ledger_.emplace(detail, choice, tree, where);
  if (const auto period = ledger_->period()) due_ = now + *period;
}

void LedgerKeeper::keep(Instant now) noexcept {
  if (!due_ || now < *due_) return;
  try {
    ledger_->read_records(now);
  } catch (const std::exception&) {
    // No memory: what the buffers cannot hold meanwhile is counted as lost.
  }
  due_ = now + *ledger_->period();
}

void LedgerKeeper::sampled(Instant at, Instant now) {
  if (ledger_) ledger_->sampled(at, now);
}

std::optional<Ledger> LedgerKeeper::close(Instant at) {
  return ledger_ ? std::optional(ledger_->close(at)) : std::nullopt;
}

} // namespace joules
