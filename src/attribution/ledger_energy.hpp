// SPDX-License-Identifier: Apache-2.0
// Attributes energy to each program and each process of the tree. In every interval the tree's
// energy is divided by the CPU time that each row of the ledger had in it, so a program that ran
// while power was high has more. What no row had is a row of its own: the rows' sum is the tree's.
#pragma once

#include "joules/account.hpp"
#include "joules/usage.hpp"

#include <vector>

namespace joules {

/// The tree's energy and CPU time, interval by interval.
struct AttributedInterval {
  Nanoseconds from{0}, to{0};
  Joules energy{0};
  Seconds tree{0};
};

/// `tree_cpu`: all that the tree used; what the ledger has less is the unseen row. Rows never have
/// more than the tree: where the ledger has more, each has that much less of its own. A ledger may
/// have more because a slice lasts from record to record, which is some tenths of a microsecond
/// longer than the kernel's counter runs, and includes what a hypervisor stole in it, which is not
/// the tree's; and because it takes the larger of its records and of the walk for each process,
/// where the tree's is the largest of the sums. `of_tree` is empty where the tree's energy is not
/// known: then the rows have no energy either.
///
/// INVARIANT: by_command and the unseen row are the tree's CPU time and energy; by_process is part
/// of by_command.
///
/// REQUIRES: `of_tree` in order of time, without gaps.
LedgerAccount attribute_ledger(const Ledger& ledger, const std::vector<AttributedInterval>& of_tree,
                               Seconds tree_cpu);

} // namespace joules
