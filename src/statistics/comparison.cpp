// SPDX-License-Identifier: Apache-2.0
#include "statistics/comparison.hpp"

#include "statistics/moments.hpp"
#include "statistics/permutation.hpp"
#include "statistics/serial_mean.hpp"
#include "statistics/summary.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace joules {

namespace {

using Values = std::vector<double>;

/// Both sides, as logarithms where there are any.
struct Scaled {
  Values reference, candidate;
  bool by_difference = false;
};

/// Joules, watts or seconds below this are what rounding left of 0.
constexpr double next_to_nothing = 1e-9;

bool all_something(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(),
                     [](double value) { return value >= next_to_nothing; });
}

Scaled scaled(std::span<const double> reference, std::span<const double> candidate) {
  if (all_something(reference) && all_something(candidate))
    return {*logarithms_of(reference), *logarithms_of(candidate), false};
  return {Values(reference.begin(), reference.end()), Values(candidate.begin(), candidate.end()),
          true};
}

Comparison begun(std::span<const double> reference, std::span<const double> candidate,
                 const Scaled& values) {
  const double before = moments_of(values.reference).mean;
  const double after = moments_of(values.candidate).mean;
  Comparison comparison;
  comparison.n_reference = reference.size();
  comparison.n_candidate = candidate.size();
  comparison.by_difference = values.by_difference;
  comparison.reference = values.by_difference ? before : std::exp(before);
  comparison.candidate = values.by_difference ? after : std::exp(after);
  comparison.ratio = comparison.ratio_at(after - before);
  return comparison;
}

void add_p_values(std::span<const double> changes, Comparison& comparison) {
  const std::size_t n = changes.size();
  if (n < fewest_pairs_for_p) return;
  const bool exact = n <= most_for_exact;
  comparison.p_value = exact ? sign_flip_p(changes) : comparison.change->p_beside(0);
  comparison.test = exact ? "sign_flip_exact" : "paired_t";
  const Values ranks = signed_ranks(changes);
  if (exact) comparison.rank_p_value = ranks.empty() ? 1 : sign_flip_p(ranks);
}

double variance_of(const SerialMean& side) {
  if (!side.estimate) return 0;
  return side.estimate->error * side.estimate->error * static_cast<double>(side.n);
}

double degrees_of(const SerialMean& side) {
  return side.estimate ? side.estimate->degrees : 0;
}

/// REQUIRES: two runs at least on one side.
MeanEstimate pooled(const SerialMean& before, const SerialMean& after) {
  const double degrees = degrees_of(before) + degrees_of(after);
  const double variance =
      (variance_of(before) * degrees_of(before) + variance_of(after) * degrees_of(after)) / degrees;
  const double error =
      std::sqrt(variance * (1 / static_cast<double>(before.n) + 1 / static_cast<double>(after.n)));
  return {after.mean - before.mean, error, degrees};
}

MeanEstimate welch(const SerialMean& before, const SerialMean& after) {
  const auto square = [](double value) { return value * value; };
  const double part_before = square(before.estimate->error),
               part_after = square(after.estimate->error);
  const double variance = part_before + part_after;
  const double degrees = variance > 0
                             ? square(variance) / (square(part_before) / degrees_of(before) +
                                                   square(part_after) / degrees_of(after))
                             : degrees_of(before) + degrees_of(after);
  return {after.mean - before.mean, std::sqrt(variance), degrees};
}

std::optional<Interval> ratios(const Comparison& comparison, const Interval& changes) {
  const auto low = comparison.ratio_at(changes.low), high = comparison.ratio_at(changes.high);
  if (!low || !high) return std::nullopt;
  return Interval{std::max(*low, 0.0), std::max(*high, 0.0)};
}

ComparisonVerdict verdict_of(const Comparison& comparison) {
  const Interval interval = comparison.change->interval(comparison.level);
  const Interval bounds = comparison.change->bounds(comparison.level);
  const double less = comparison.change_at(1 / (1 + smallest_effect)),
               more = comparison.change_at(1 + smallest_effect);
  if (interval.high < 0 && comparison.change->mean <= less) return ComparisonVerdict::lower;
  if (interval.low > 0 && comparison.change->mean >= more) return ComparisonVerdict::higher;
  if (bounds.low >= less && bounds.high <= more) return ComparisonVerdict::equivalent;
  return ComparisonVerdict::no_difference_shown;
}

} // namespace

double Comparison::change_at(double ratio_wanted) const {
  return by_difference ? (ratio_wanted - 1) * reference : std::log(ratio_wanted);
}

std::optional<double> Comparison::ratio_at(double changed) const {
  if (!by_difference) return std::exp(changed);
  if (reference < next_to_nothing) return std::nullopt;
  return 1 + changed / reference;
}

std::optional<Comparison> compare_pairs(std::span<const double> reference,
                                        std::span<const double> candidate, Stopping stopping) {
  if (reference.empty()) return std::nullopt;
  const Scaled values = scaled(reference, candidate);
  Comparison comparison = begun(reference, candidate, values);
  Values changes(reference.size());
  for (std::size_t i = 0; i < changes.size(); ++i)
    changes[i] = values.candidate[i] - values.reference[i];
  if (changes.size() < 2) return comparison;
  const Moments moments = moments_of(changes);
  const auto n = static_cast<double>(changes.size());
  comparison.change = {moments.mean, widening_of(stopping) * std::sqrt(moments.variance / n),
                       n - 1};
  comparison.scatter = std::sqrt(moments.variance);
  add_p_values(changes, comparison);
  decide(comparison, confidence);
  return comparison;
}

std::optional<Comparison> compare_unpaired(std::span<const double> reference,
                                           std::span<const double> candidate, Stopping of_reference,
                                           Stopping of_candidate) {
  if (reference.empty() || candidate.empty()) return std::nullopt;
  const Scaled values = scaled(reference, candidate);
  Comparison comparison = begun(reference, candidate, values);
  comparison.paired = false;
  const SerialMean before = serial_mean(values.reference, of_reference),
                   after = serial_mean(values.candidate, of_candidate);
  if (!before.estimate && !after.estimate) return comparison;
  const bool few = std::min(before.n, after.n) < fewest_for_welch;
  comparison.change = few ? pooled(before, after) : welch(before, after);
  // One run has no scatter of its own: that of the other side stands for it.
  comparison.scatter = std::sqrt(variance_of(after.estimate ? after : before));
  comparison.reference_error =
      std::sqrt(variance_of(before.estimate ? before : after) / static_cast<double>(before.n));
  comparison.p_value = comparison.change->p_beside(0);
  comparison.test = few ? "pooled_t" : "welch_t";
  decide(comparison, confidence);
  return comparison;
}

void decide(Comparison& comparison, double level) {
  comparison.level = level;
  if (!comparison.change) return;
  comparison.interval = ratios(comparison, comparison.change->interval(level));
  comparison.bounds = ratios(comparison, comparison.change->bounds(level));
  comparison.verdict = verdict_of(comparison);
}

} // namespace joules
