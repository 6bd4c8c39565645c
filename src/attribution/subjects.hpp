// SPDX-License-Identifier: Apache-2.0
// Subjects beside the tree: the energy of each is what the formula of the tree gives for its CPU
// time.
#pragma once

#include "joules/account.hpp"
#include "joules/recording.hpp"

#include <cstddef>

namespace joules {

/// The recording as if the subject were the tree. Which packages it was on is not known, so that
/// its part is that of the whole host. Without a ledger, cards and subjects. REQUIRES: samples.
Recording with_subject_as_tree(const Recording& recording, const SubjectReadings& subject);

/// Closes the books: tree + subjects + rest = host, where what is a part of another subject counts
/// in that one only. Clocks that were read at different moments may give a little more than there
/// is: what is named later is then cut off. There is no rest where subjects overlap: by what was
/// seen before the start, or by what they used. REQUIRES: account.subjects are those of
/// `recording`.
void close_books(const Recording& recording, EnergyAccount& account);

} // namespace joules
