// SPDX-License-Identifier: Apache-2.0
// How long others' use of a CPU lasts, told by how much it varies from reading to reading, and how
// far they may have been from using CPUs evenly between two readings.
#pragma once

#include "attribution/tree_share.hpp"
#include "joules/units.hpp"

#include <vector>

namespace joules {

/// The mean over a time T of what is 0 or 1, in turns whose correlation decays with u, has this
/// part of the variance that it has at an instant: 2 (x - 1 + exp(-x)) / x^2, with x = T / u. From
/// 1 for turns that are longer than T, to 0.
double variance_left(Seconds time, Seconds turn);

/// Within the time between two readings, over which the others' mean is known: what their mean over
/// an interval varies by, as a part of what it would vary by if they used whole CPUs in each such
/// interval. 0 for an interval with readings at both ends, near 1 for one much shorter than turns.
double lumpiness(Seconds interval, Seconds between_readings, Seconds turn);

/// `others`: what was counted of them from each reading to the next, each reading cut off to
/// `quantum`; `lengths` of time between the readings.
///
/// The variance is that of successive differences, which slow changes leave alone (von Neumann,
/// Ann. Math. Stat. 12 (1941)), less that of the readings: a quarter of quantum^2, as each of three
/// readings is off evenly by up to a quantum.
Turns turns_of(const std::vector<Nanoseconds>& others, const std::vector<Nanoseconds>& lengths,
               Nanoseconds quantum);

} // namespace joules
