// SPDX-License-Identifier: Apache-2.0
// The straightest curve between two walls: what coarse readings say of a quantity that changes
// evenly as far as anybody can tell.
#pragma once

#include <vector>

namespace joules {

/// A curve that never falls and stays between `low` and `high` at each of the positions `at`, as
/// a string does that is pulled tight between them: it turns only at a wall, where the readings
/// force it to. Both ends are free: a first string, pulled from the last position, finds where the
/// second one begins. Where no such curve exists (a wall falls below an earlier one of the other
/// side) the walls meet in the middle.
///
/// The string is the shortest path in a polygon, found by narrowing a funnel: Lee and Preparata,
/// "Euclidean shortest paths in the presence of rectilinear barriers", Networks 14 (1984). Time
/// grows with the length of the straight pieces x positions.
///
/// REQUIRES: three vectors of one length; `at` ascends strictly.
std::vector<double> straightest(const std::vector<double>& at, std::vector<double> low,
                                std::vector<double> high);

} // namespace joules
