// SPDX-License-Identifier: Apache-2.0
// How the CPU time of each interval divides among the host's packages, and on each of them into the
// tree's and everybody else's: a tree that keeps one socket busy has the energy of that one.
#pragma once

#include "attribution/tree_share.hpp"
#include "joules/recording.hpp"

#include <vector>

namespace joules {

/// One history for each package, in the order of Sample::packages: none where samples have none. In
/// every interval 0 <= tree <= busy <= capacity on each, and together they are what `host` has.
///
/// The tree's time goes where it was seen; where nothing was seen of it, to where CPUs were busy.
/// A package gets no more than it has capacity for; what does not fit goes to those with room. Then
/// the others' time goes to where CPUs were busy besides. The tree comes first because the lines of
/// single CPUs in /proc/stat are cut to ticks of 10 ms each: what they add up to on a package is
/// too coarse to tell an idle one from one that is hardly used, and nothing of it is attributed to
/// a tree that was on none of its CPUs.
///
/// `tick`: what the times of the samples are cut off to; 0: they are exact.
///
/// REQUIRES: the first and the last sample have `host`, all that have it have the same packages,
/// and `host` is their history.
std::vector<CpuHistory> divide_among_packages(const std::vector<Sample>& samples,
                                              const CpuHistory& host, Nanoseconds tick);

} // namespace joules
