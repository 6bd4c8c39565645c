// SPDX-License-Identifier: Apache-2.0
// Is B less than A? Ratios, because noise is proportional; logarithms of them, because they add up.
#pragma once

#include "joules/statistics/student.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace joules {

enum class Verdict { lower, higher, equivalent, no_difference_shown };

/// "lower", "no_difference_shown": the spelling in JSON.
std::string_view name_of(Verdict verdict);

struct Comparison {
  std::size_t n_reference = 0;
  std::size_t n_candidate = 0; // the same in pairs
  bool paired = true;
  double difference = 0;            // mean of the candidate - mean of the reference, in their unit
  double ratio = 1;                 // geometric mean of candidate / reference
  std::optional<Interval> interval; // of the ratio, two-sided, 95 %; from two pairs on
  std::optional<Interval> bounds;   // of the ratio, each one-sided, 95 %
  std::optional<double> p_value;    // nullopt: too few pairs for one
  std::string_view test;            // "sign_flip_exact", "paired_t", "welch_t"; or ""
  std::optional<double> rank_p_value; // Wilcoxon's signed ranks, as a cross-check
  Verdict verdict = Verdict::no_difference_shown;
};

/// Fewest pairs whose permutation test can fall below 0.05: its smallest p is 2 / 2^n.
inline constexpr std::size_t fewest_pairs_for_p = 6;

/// Value i of the one was measured just before or after value i of the other, so that what drifts
/// hits both. t interval on log(candidate / reference); p from the exact sign-flip permutation test
/// up to 20 pairs, from the t test beyond.
///
/// lower, higher: the interval excludes 1, p < 0.05 where there is one, and the ratio is at least
/// smallest_effect off. equivalent: both one-sided bounds within smallest_effect of 1.
///
/// nullopt: no pair, or a value that is not positive. REQUIRES: as many of both.
std::optional<Comparison> compare_pairs(std::span<const double> reference,
                                        std::span<const double> candidate);

/// Measured at another time: Welch's t test on logarithms, with the degrees of freedom of Welch
/// (1947) and Satterthwaite (1946). Intervals and p from two runs each on.
///
/// nullopt: one is empty, or a value is not positive.
std::optional<Comparison> compare_unpaired(std::span<const double> reference,
                                           std::span<const double> candidate);

} // namespace joules
