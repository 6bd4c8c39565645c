// SPDX-License-Identifier: Apache-2.0
// What each program and each process of the tree is charged with. In every interval the tree's
// energy is divided by the CPU time that each row of the ledger had in it, so a program that ran
// while power was high pays more. What no row had is a row of its own: the rows' sum is the tree's.
#pragma once

#include "joules/account.hpp"
#include "joules/usage.hpp"

#include <vector>

namespace joules {

/// The tree's energy and CPU time, interval by interval.
struct ChargedInterval {
  Nanoseconds from{0}, to{0};
  Joules energy{0};
  Seconds tree{0};
};

/// `tree_cpu`: all that the tree used; what the ledger has less is the unseen row. `charged` is
/// empty where the tree's energy is not known: then the rows have no energy either.
///
/// REQUIRES: `charged` in order of time, without gaps.
LedgerAccount charge_ledger(const Ledger& ledger, const std::vector<ChargedInterval>& charged,
                            Seconds tree_cpu);

} // namespace joules
