// SPDX-License-Identifier: Apache-2.0
#include "joules/statistics/comparison.hpp"

#include "joules/statistics/summary.hpp"
#include "statistics/moments.hpp"
#include "statistics/permutation.hpp"

#include <cmath>
#include <cstdlib>
#include <vector>

namespace joules {

namespace {

constexpr double significance = 1 - confidence;

Interval exponential(const Interval& logs) {
  return {std::exp(logs.low), std::exp(logs.high)};
}

void add_p_values(std::span<const double> logs, double t, Comparison& comparison) {
  const std::size_t n = logs.size();
  if (n < fewest_pairs_for_p) return;
  const bool exact = n <= most_for_exact;
  comparison.p_value =
      exact ? sign_flip_p(logs) : student_two_sided_p(t, static_cast<double>(n) - 1);
  comparison.test = exact ? "sign_flip_exact" : "paired_t";
  const std::vector<double> ranks = signed_ranks(logs);
  if (exact) comparison.rank_p_value = ranks.empty() ? 1 : sign_flip_p(ranks);
}

Verdict verdict_of(const Comparison& comparison) {
  if (!comparison.interval) return Verdict::no_difference_shown;
  const bool certain = !comparison.p_value || *comparison.p_value < significance;
  if (certain && comparison.interval->high < 1 && comparison.ratio <= 1 / (1 + smallest_effect))
    return Verdict::lower;
  if (certain && comparison.interval->low > 1 && comparison.ratio >= 1 + smallest_effect)
    return Verdict::higher;
  if (comparison.bounds->low >= 1 / (1 + smallest_effect) &&
      comparison.bounds->high <= 1 + smallest_effect)
    return Verdict::equivalent;
  return Verdict::no_difference_shown;
}

} // namespace

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
  case Verdict::lower: return "lower";
  case Verdict::higher: return "higher";
  case Verdict::equivalent: return "equivalent";
  case Verdict::no_difference_shown: return "no_difference_shown";
  }
  std::abort();
}

std::optional<Comparison> compare_pairs(std::span<const double> reference,
                                        std::span<const double> candidate) {
  const auto a = logarithms_of(reference), b = logarithms_of(candidate);
  if (!a || !b) return std::nullopt;
  std::vector<double> logs(a->size());
  for (std::size_t i = 0; i < logs.size(); ++i) logs[i] = (*b)[i] - (*a)[i];

  const Moments moments = moments_of(logs);
  Comparison comparison;
  comparison.n_reference = comparison.n_candidate = logs.size();
  comparison.difference = moments_of(candidate).mean - moments_of(reference).mean;
  comparison.ratio = std::exp(moments.mean);
  if (logs.size() < 2) return comparison;
  const auto n = static_cast<double>(logs.size());
  const double error = std::sqrt(moments.variance / n);
  comparison.interval = exponential(confidence_interval(moments.mean, error, n - 1));
  comparison.bounds = exponential(confidence_bounds(moments.mean, error, n - 1));
  add_p_values(logs, moments.mean / error, comparison);
  comparison.verdict = verdict_of(comparison);
  return comparison;
}

std::optional<Comparison> compare_unpaired(std::span<const double> reference,
                                           std::span<const double> candidate) {
  const auto a = logarithms_of(reference), b = logarithms_of(candidate);
  if (!a || !b) return std::nullopt;
  const Moments before = moments_of(*a), after = moments_of(*b);
  const double change = after.mean - before.mean;
  Comparison comparison;
  comparison.paired = false;
  comparison.n_reference = before.n;
  comparison.n_candidate = after.n;
  comparison.difference = moments_of(candidate).mean - moments_of(reference).mean;
  comparison.ratio = std::exp(change);
  if (before.n < 2 || after.n < 2) return comparison;
  const double n_before = static_cast<double>(before.n), n_after = static_cast<double>(after.n);
  const double part_before = before.variance / n_before, part_after = after.variance / n_after;
  const double variance = part_before + part_after;
  const double degrees = variance > 0 ? variance * variance /
                                            (part_before * part_before / (n_before - 1) +
                                             part_after * part_after / (n_after - 1))
                                      : n_before + n_after - 2;
  const double error = std::sqrt(variance);
  comparison.interval = exponential(confidence_interval(change, error, degrees));
  comparison.bounds = exponential(confidence_bounds(change, error, degrees));
  comparison.p_value = change == 0 ? 1 : student_two_sided_p(change / error, degrees);
  comparison.test = "welch_t";
  comparison.verdict = verdict_of(comparison);
  return comparison;
}

} // namespace joules
