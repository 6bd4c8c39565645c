// SPDX-License-Identifier: Apache-2.0
#include "statistics/compared_series.hpp"

#include "joules/mark.hpp"
#include "statistics/holm.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace joules {

namespace {

/// How far a logarithm may be above that of the number less this part of it.
double above_log(double part) {
  return part < 1 ? -std::log1p(-part) : std::numeric_limits<double>::infinity();
}

/// By the +- of both sides, which err independently of one another.
void add_error(const Series& reference, const Series& candidate, Metric metric,
               std::optional<Comparison>& comparison) {
  const auto before = half_width_of_mean(reference, metric);
  const auto after = half_width_of_mean(candidate, metric);
  if (!comparison || !before || !after) return;
  if (comparison->by_difference) {
    const double either_way = std::hypot(*before, *after);
    comparison->error = {either_way, either_way};
    return;
  }
  const double of_reference = *before / comparison->reference;
  const double of_candidate = *after / comparison->candidate;
  comparison->error = {std::hypot(std::log1p(of_reference), above_log(of_candidate)),
                       std::hypot(above_log(of_reference), std::log1p(of_candidate))};
}

MetricComparison in_pairs(const Series& reference, const Series& candidate, std::size_t number,
                          Metric metric) {
  const std::size_t pairs = std::min(reference.runs.size(), candidate.runs.size());
  std::vector<double> before, after;
  for (std::size_t i = 0; i < pairs; ++i) {
    if (!reference.runs[i][metric] || !candidate.runs[i][metric]) return {number, metric, {}};
    before.push_back(*reference.runs[i][metric]);
    after.push_back(*candidate.runs[i][metric]);
  }
  MetricComparison comparison{number, metric, compare_pairs(before, after, candidate.stopping)};
  add_error(reference, candidate, metric, comparison.result);
  return comparison;
}

void decide_together(std::vector<MetricComparison>& comparisons, Metric metric) {
  std::vector<Comparison*> results;
  std::vector<double> p_values;
  for (MetricComparison& comparison : comparisons)
    if (comparison.metric == metric && comparison.result && comparison.result->change) {
      results.push_back(&*comparison.result);
      p_values.push_back(comparison.result->change->p_beside(0));
    }
  const std::vector<double> levels = holm_levels(p_values, 1 - confidence);
  for (std::size_t i = 0; i < results.size(); ++i) decide(*results[i], 1 - levels[i]);
}

/// What lower bounds leave out may turn any verdict over.
void leave_bounds_open(const Series& reference, const Series& candidate,
                       MetricComparison& comparison) {
  comparison.at_least =
      is_lower_bound(reference, comparison.metric) || is_lower_bound(candidate, comparison.metric);
  if (comparison.at_least && comparison.result)
    comparison.result->verdict = ComparisonVerdict::no_difference_shown;
}

/// The levels of each comparison, in their order.
std::vector<Levels> levels_of(const Gate& gate, const std::vector<MetricComparison>& comparisons) {
  std::vector<double> above, below;
  for (const MetricComparison& comparison : comparisons) {
    const auto chances = comparison.result ? chances_of(gate, *comparison.result) : std::nullopt;
    above.push_back(chances ? chances->above : 1);
    below.push_back(chances ? chances->below : 1);
  }
  const std::vector<double> fail = holm_levels(above, 1 - confidence);
  const std::vector<double> pass = holm_levels(below, 1 - confidence);
  std::vector<Levels> levels;
  for (std::size_t i = 0; i < fail.size(); ++i) levels.push_back({1 - fail[i], 1 - pass[i]});
  return levels;
}

} // namespace

MetricSummaries summaries_of(const Series& series) {
  MetricSummaries summaries;
  for (const Metric metric : all_metrics) {
    const std::vector<double> values = values_of(series, metric);
    if (!values.empty())
      summaries[static_cast<std::size_t>(metric)] = summarize(values, series.stopping);
  }
  return summaries;
}

std::vector<Metric> metrics_known(const Scope& scope, std::span<const Series> all) {
  std::vector<Metric> metrics = metrics_in(scope);
  const bool any_each = std::ranges::any_of(
      all, [](const Series& series) { return !values_of(series, Metric::energy_each).empty(); });
  if (any_each) metrics.push_back(Metric::energy_each);
  return metrics;
}

std::vector<MetricComparison> compared_in_pairs(const std::vector<Series>& commands,
                                                std::span<const Metric> metrics) {
  std::vector<MetricComparison> comparisons;
  for (std::size_t candidate = 1; candidate < commands.size(); ++candidate)
    for (const Metric metric : metrics)
      comparisons.push_back(in_pairs(commands.front(), commands[candidate], candidate, metric));
  if (commands.size() > 2)
    for (const Metric metric : metrics) decide_together(comparisons, metric);
  for (MetricComparison& comparison : comparisons)
    leave_bounds_open(commands.front(), commands[comparison.candidate], comparison);
  return comparisons;
}

std::vector<std::size_t> lower_bounds_in(std::span<const Series> all, Metric metric) {
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (is_lower_bound(all[i], metric)) numbers.push_back(i);
  return numbers;
}

std::vector<Metric> comparable(std::vector<Metric> metrics, const std::string& unit,
                               const std::string& other) {
  if (!is_same_unit(unit, other)) std::erase(metrics, Metric::energy_each);
  return metrics;
}

std::vector<MetricComparison> compared_with_saved(const Series& saved, const Series& series,
                                                  std::size_t candidate,
                                                  std::span<const Metric> metrics) {
  std::vector<MetricComparison> comparisons;
  for (const Metric metric : metrics) {
    const std::vector<double> before = values_of(saved, metric);
    const std::vector<double> after = values_of(series, metric);
    const bool all_known = before.size() == saved.runs.size() && after.size() == series.runs.size();
    MetricComparison& comparison = comparisons.emplace_back(MetricComparison{
        candidate, metric,
        all_known ? compare_unpaired(before, after, saved.stopping, series.stopping)
                  : std::nullopt});
    add_error(saved, series, metric, comparison.result);
    leave_bounds_open(saved, series, comparison);
  }
  return comparisons;
}

std::vector<GateResult> judged_regressions(const Gate& gate, GateRule rule,
                                           const std::vector<MetricComparison>& comparisons,
                                           const std::vector<bool>& at_least) {
  const std::vector<Levels> levels = levels_of(gate, comparisons);
  std::vector<GateResult> analysis;
  for (std::size_t i = 0; i < comparisons.size(); ++i)
    analysis.push_back(comparisons[i].result
                           ? judge(gate, rule, *comparisons[i].result, at_least[i], levels[i])
                           : unmeasured(gate, true, true));
  return analysis;
}

GateResult undecided(const Gate& gate, GateVerdict verdict, std::string reason) {
  GateResult finding;
  finding.gate = gate;
  finding.verdict = verdict;
  finding.measured = verdict != GateVerdict::inconclusive;
  finding.reason = std::move(reason);
  return finding;
}

GateResult unmeasured(const Gate& gate, bool is_there, bool energy_known) {
  const Scope& scope = gate.scope;
  std::string reason = "not measured in every run";
  if (gate.metric == Metric::energy_each && energy_known)
    reason += scope.kind == Scope::Kind::phase
                  ? ": the command must tell work in " + scope.unit + " in phase " + scope.name
                  : ": work in " + scope.unit +
                        " must be told outside of all phases (--scope phase:NAME: in one)";
  else if (scope.kind == Scope::Kind::phase && !is_there)
    reason += ": the command must mark phase " + scope.name + " in each";
  return undecided(gate, GateVerdict::inconclusive, std::move(reason));
}

std::optional<warnings::OtherHost> of_another_host(const Baseline& baseline, const Origin& now) {
  const Origin& then = baseline.origin;
  const bool boards_known = !then.board.empty() && !now.board.empty();
  const warnings::OtherHost found{then.file, then.cpu_model != now.cpu_model,
                                  then.kernel != now.kernel, then.governor != now.governor,
                                  boards_known && then.board != now.board};
  return found.cpu || found.kernel || found.governor || found.board ? std::optional(found)
                                                                    : std::nullopt;
}

std::optional<warnings::OtherCommand> of_another_command(const Baseline& baseline,
                                                         const Baseline& candidate) {
  if (are_of_one_command(baseline, candidate)) return std::nullopt;
  return warnings::OtherCommand{baseline.origin.file, baseline.argv.front(),
                                baseline.argv.size() > 1};
}

bool any_lower_bound(const Series& series) {
  return std::any_of(series.runs.begin(), series.runs.end(),
                     [](const MetricValues& run) { return run.at_least; });
}

} // namespace joules
