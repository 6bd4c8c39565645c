// SPDX-License-Identifier: Apache-2.0
// How far an energy may be from what perfect clocks would have given: the half-width "+-", at 95 %.
//
// A total is a sum over readings of clocks, each with a coefficient: that of a counter's reading is
// what its energy weighs in the interval before less what it weighs in the one after (summation by
// parts, after Abel). Each reading is off by at most its clock's quantum, independently of the
// others, since the instants of sampling are jittered. With a the coefficient x quantum:
//
//   half of the sum of |a|           what can be wrong at most
//   1.36 x sqrt(sum of a^2)          what is exceeded in 5 of 100 runs at most: 1.36 =
//                                    sqrt(ln(2 / 0.05) / 2), Hoeffding, J. Am. Stat. Assoc. 58
//                                    (1963), theorem 2
//
// and the smaller of both is the bound.
#pragma once

#include "attribution/energy_series.hpp"
#include "attribution/tree_share.hpp"
#include "joules/units.hpp"

#include <vector>

namespace joules {

/// The errors of one clock's readings, in joules.
class ErrorBound {
public:
  /// A reading whose whole quantum moves the total by so much.
  void add(double joules);
  [[nodiscard]] Joules half_width() const;

private:
  double sum_ = 0;
  double squares_ = 0;
};

/// The half-width of a sum of independent errors.
Joules together(const std::vector<Joules>& half_widths);

/// How coarse a counter is.
struct CounterGrain {
  Seconds period;       // between updates
  Joules unit{0};       // what it counts in
  Joules first_step;    // that was seen: no more than that was used before the run
  Joules largest_step;  // no more than that is late in the midst of the run
  bool aligned = false; // the run began with an update
  /// It is a sum of powers: what is late is then not energy, but a change of power.
  bool integrated = false;
};

/// The half-width of a sum of a counter's energies, each with a weight; all 1: of the counter's
/// energy itself.
Joules counter_error(const EnergySeries& energy, const std::vector<double>& weights,
                     const std::vector<CpuInterval>& intervals, const CounterGrain& grain);

/// The half-width of the attributed part of `energy`, because the others' time is known to
/// cpu.quantum at each sample, and the tree's to `tree_quantum` at each but the first and the last.
/// Where busy time is no more than a few quanta the share is convex: its change over a whole
/// quantum counts, with busy time between the tree's and the capacity.
Joules clock_error(const EnergySeries& energy, const CpuHistory& cpu, Policy::Kind policy,
                   Nanoseconds tree_quantum);

/// Processes that vanished may have had up to `unseen` more than any clock saw. It was taken for
/// the others' time, if the host was busy with it at all.
Joules unseen_error(Joules host, const CpuHistory& cpu, Nanoseconds unseen);

} // namespace joules
