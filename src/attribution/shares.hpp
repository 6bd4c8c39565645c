// SPDX-License-Identifier: Apache-2.0
// The tree's share of each interval's energy, by the policy's formula.
#pragma once

#include "attribution/tree_share.hpp"
#include "joules/account.hpp"

#include <vector>

namespace joules {

/// The window in which the energy of time that nobody ran in is shared.
inline constexpr Nanoseconds accounting_window = std::chrono::milliseconds(100);

/// From 0 to 1, one for each interval.
///
/// busy, marginal: in the part of an interval in which CPUs were busy, t / B of the interval, as it
/// is on average over what the others may have done in it: their time is known over longer times
/// only, a CPU is busy or not at each instant, and t / B is convex in their time. So between two
/// readings they are taken to have used one CPU more at times, and at others not, as far as their
/// turns tell (lumpiness() in turns.hpp); where the tree leaves no CPU for that, evenly. In
/// the rest of it nobody ran, or nobody can have: at most B / length of the time somebody did. The
/// energy of that time is shared by the t / B of its accounting window, one of those that divide
/// the run from its start on; a window in which nobody ran is nobody's. So the share does not
/// depend on how finely the run was sampled: of a lone burst of 5 ms in a window all is the
/// tree's, whether it was seen in an interval of 100 ms or of 10.
///
/// capacity: t / C.
std::vector<double> shares_of(const CpuHistory& cpu, Policy::Kind policy);

/// 0 to 1; 0 where there is nothing to have a part of.
double ratio(Nanoseconds part, Nanoseconds whole);

} // namespace joules
