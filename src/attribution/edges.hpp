// SPDX-License-Identifier: Apache-2.0
// Where inside an interval the tree started or stopped.
#pragma once

#include "attribution/tree_share.hpp"
#include "joules/units.hpp"

#include <cstddef>
#include <vector>

namespace joules {

/// An interval, or one of the parts of it in which the tree used different numbers of CPUs. Its
/// energy is a sum: so much of the interval's, and so much of a neighbour's.
struct Piece {
  std::size_t interval; // that it is of
  CpuInterval cpu;
  double of_interval = 1;
  std::size_t neighbour = 0;
  double of_neighbour = 0;
};

/// An interval in which the tree ran at times and at times did not has a share that is neither's:
/// of power that rises with the tree the tree would get too little, of even power too much. What
/// lies beside the interval tells what it is made of: a part as its neighbour with less of the tree
/// (or, where both have more, a part without), and a part with a whole number of CPUs more. The
/// tree's time tells how long the parts are. The part that is as the neighbour has the neighbour's
/// power, if the interval has that much energy, and the other one has the rest. The others' time is
/// even over both.
///
/// Intervals of more than an accounting window stay whole: much may have happened in them. So do
/// those whose neighbour has a part of a CPU: there the tree comes and goes within intervals, and
/// what one of them has less than the next is chance.
///
/// Such parts come in the order in which the neighbours suggest: that with more of the tree stands
/// beside the neighbour with more. Between two neighbours that are alike the part that is not
/// stands in the middle of the other one. Their times and energies add up to the interval's.
///
/// REQUIRES: as many energies as intervals.
std::vector<Piece> cut_at_edges(const std::vector<Joules>& energy,
                                const std::vector<CpuInterval>& intervals);

} // namespace joules
