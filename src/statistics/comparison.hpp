// SPDX-License-Identifier: Apache-2.0
// Is B less than A? Ratios, because noise is proportional; logarithms of them, because they add up.
// Where a run used 0 there is no ratio of runs, and differences take their place.
#pragma once

#include "joules/choices.hpp"
#include "statistics/mean_estimate.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace joules {

enum class ComparisonVerdict { lower, higher, equivalent, no_difference_shown };

template <>
struct Choices<ComparisonVerdict> {
  static constexpr Choice<ComparisonVerdict> all[] = {
      {"lower", ComparisonVerdict::lower},
      {"higher", ComparisonVerdict::higher},
      {"equivalent", ComparisonVerdict::equivalent},
      {"no_difference_shown", ComparisonVerdict::no_difference_shown}};
};

/// By how much a change may be too large, and too small, by the +- of what was measured.
struct ChangeError {
  double down = 0;
  double up = 0;
};

struct Comparison {
  std::size_t n_reference = 0;
  std::size_t n_candidate = 0; // the same in pairs
  bool paired = true;
  bool by_difference = false; // a run used 0: `change` is a difference, no logarithm of a ratio
  // Means in the unit of the values: geometric ones, so that they belong to the ratio (and mean
  // energy = mean power x mean time); by_difference arithmetic ones.
  double reference = 0;
  double candidate = 0;
  std::optional<double> ratio;        // candidate / reference; nullopt: the reference is 0
  std::optional<MeanEstimate> change; // nullopt: one pair, or one run beside one
  std::optional<ChangeError> error;   // of `change`; nullopt: not known
  double scatter = 0;         // standard deviation of the change, by a pair or a candidate's run
  double reference_error = 0; // standard error that more runs of the candidate leave
  // At this level, which is above 95 % where several candidates are compared at once:
  double level = confidence;
  std::optional<Interval> interval; // of the ratio, two-sided
  std::optional<Interval> bounds;   // of the ratio, each one-sided
  ComparisonVerdict verdict = ComparisonVerdict::no_difference_shown;
  // A second opinion, which decides nothing:
  std::optional<double> p_value;      // nullopt: too few pairs for one
  std::string_view test;              // "sign_flip_exact", "paired_t", "welch_t", "pooled_t"; or ""
  std::optional<double> rank_p_value; // Wilcoxon's signed ranks

  /// Where `change` stands when the candidate uses `ratio` times the reference. REQUIRES: above 0.
  [[nodiscard]] double change_at(double ratio) const;
  /// The other way round; nullopt: the reference is 0.
  [[nodiscard]] std::optional<double> ratio_at(double change) const;
};

/// Fewest pairs whose permutation test can fall below 0.05: its smallest p is 2 / 2^n.
inline constexpr std::size_t fewest_pairs_for_p = 6;

/// Fewest runs of each side for Welch's test. Below, his estimate of the degrees of freedom is so
/// noisy that up to 12 % of equals differ; there the variances are taken for equal.
inline constexpr std::size_t fewest_for_welch = 5;

/// Value i of the one was measured just before or after value i of the other, so that what drifts
/// hits both. t interval on log(candidate / reference); p from the exact sign-flip permutation test
/// up to 20 pairs, from the t test beyond.
///
/// nullopt: no pair. REQUIRES: as many of both; finite values, none below 0.
std::optional<Comparison> compare_pairs(std::span<const double> reference,
                                        std::span<const double> candidate,
                                        Stopping stopping = Stopping::planned);

/// Measured at another time: Welch's t test on logarithms, with the degrees of freedom of Welch
/// (1947) and Satterthwaite (1946); Student's with one pooled variance where a side has fewer than
/// fewest_for_welch runs, one run at least. Runs that depend on one another count as fewer.
///
/// nullopt: one is empty. REQUIRES: finite values, none below 0, in the order of the runs.
std::optional<Comparison> compare_unpaired(std::span<const double> reference,
                                           std::span<const double> candidate,
                                           Stopping of_reference = Stopping::planned,
                                           Stopping of_candidate = Stopping::planned);

/// Sets `level`, and what follows from it: interval, bounds, verdict.
///
/// lower, higher: the interval excludes no change, which is at least smallest_effect off.
/// equivalent: both bounds are within smallest_effect of no change.
void decide(Comparison& comparison, double level);

} // namespace joules
