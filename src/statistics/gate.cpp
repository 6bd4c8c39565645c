// SPDX-License-Identifier: Apache-2.0
#include "statistics/gate.hpp"

#include "statistics/student.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace joules {

namespace {

constexpr std::string_view part_unread =
    "part of the energy could not be read: the truth is not below";
constexpr std::string_view side_unread =
    "part of the energy of some runs could not be read, so that the change is not known";

/// Beyond, no series decides: the mean is as good as at the limit.
constexpr std::size_t most_runs = 1000;
/// How often a new series shall decide, if the truth is where the mean was.
constexpr double power = 0.8;

/// Values that differ by rounding alone are equal.
bool exceeds(double value, double limit) {
  return value > limit + 1e-12 * std::max(std::abs(limit), 1.0);
}

GateVerdict verdict_on(double value, const std::optional<Interval>& bounds, double limit) {
  if (exceeds(bounds ? bounds->low : value, limit)) return GateVerdict::fail;
  return exceeds(bounds ? bounds->high : value, limit) ? GateVerdict::inconclusive
                                                       : GateVerdict::pass;
}

/// The goal that a new series of runs must reach.
struct Wanted {
  double distance = 0;  // of the truth from the limit
  double scatter = 0;   // of one run
  double known = 0;     // standard error that stays, however many runs are made
  double inflation = 1; // so many runs say as much as one independent run
  double level = confidence;
};

std::optional<std::size_t> runs_for(const Wanted& wanted) {
  // With any degrees of freedom t reaches further than with endless ones: fewer runs never do.
  constexpr double endless = 1e9;
  const double least = student_quantile(wanted.level, endless) + student_quantile(power, endless);
  const double left = std::pow(wanted.distance / least, 2) - wanted.known * wanted.known;
  const double fewest = wanted.inflation * wanted.scatter * wanted.scatter / left;
  if (left <= 0 || fewest > most_runs) return std::nullopt;
  for (std::size_t runs = std::max(enough_runs, static_cast<std::size_t>(fewest));
       runs <= most_runs; ++runs) {
    const double independent = static_cast<double>(runs) / wanted.inflation;
    const double degrees = std::max(independent - 1, 1.0);
    const double error = std::hypot(wanted.scatter / std::sqrt(independent), wanted.known);
    const double reach = student_quantile(wanted.level, degrees) + student_quantile(power, degrees);
    if (reach * error <= std::abs(wanted.distance)) return runs;
  }
  return std::nullopt;
}

/// Withdraws a verdict that a lower bound cannot support.
GateResult with_doubt(GateResult finding) {
  // A lower bound on either side of a ratio decides nothing: the ratio may be off either way.
  const bool of_ratio = finding.gate.kind == GateKind::regression;
  if (finding.at_least && (finding.verdict == GateVerdict::pass || of_ratio)) {
    finding.verdict = GateVerdict::inconclusive;
    finding.reason = of_ratio ? side_unread : part_unread;
    finding.at_least = !of_ratio;
  }
  if (finding.verdict != GateVerdict::inconclusive || !finding.reason.empty())
    finding.runs_to_decide.reset();
  return finding;
}

GateResult without_bounds(GateResult finding, std::string reason) {
  finding.reason = std::move(reason);
  return with_doubt(std::move(finding));
}

Interval around(double mean, double half_width) {
  return {std::max(mean - half_width, 0.0), mean + half_width};
}

Interval hull(const Interval& a, const Interval& b) {
  return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

} // namespace

std::vector<Gate> gates_of(const GateSettings& settings) {
  const Scope& scope = settings.scope;
  std::vector<Gate> gates;
  if (settings.budget)
    gates.push_back({GateKind::budget, scope.unit.empty() ? energy_in(scope) : Metric::energy_each,
                     settings.budget->value, settings.budget->unit, scope});
  if (settings.max_power)
    gates.push_back({GateKind::max_power, power_in(scope), settings.max_power->value,
                     settings.max_power->unit, scope});
  return gates;
}

std::optional<Gate> regression_gate_of(const GateSettings& settings) {
  const auto percent = settings.largest_regression();
  if (!percent) return std::nullopt;
  return Gate{GateKind::regression, energy_in(settings.scope), *percent, {}, settings.scope};
}

GateResult judge(const Gate& gate, GateRule rule, const Summary& summary,
                 std::optional<double> half_width, bool at_least) {
  GateResult finding;
  finding.gate = gate;
  finding.n = summary.n;
  finding.effective_n = summary.effective_n;
  finding.value = summary.mean;
  finding.at_least = at_least;
  if (half_width) finding.bounds = around(summary.mean, *half_width);
  const bool sure =
      rule == GateRule::confident || (rule == GateRule::automatic && summary.bounds.has_value());
  finding.rule = sure ? GateRule::confident : GateRule::point;
  if (sure && !summary.bounds) return without_bounds(std::move(finding), "one run gives no bounds");
  if (sure)
    finding.bounds = finding.bounds ? hull(*finding.bounds, *summary.bounds) : summary.bounds;
  finding.verdict = verdict_on(summary.mean, finding.bounds, gate.limit);
  // One run has its +- alone, half of which is a standard deviation.
  const auto n = static_cast<double>(summary.n);
  Wanted wanted;
  wanted.distance = summary.mean - gate.limit;
  wanted.scatter = std::max(half_width.value_or(0) / 2 * std::sqrt(n), summary.stddev.value_or(0));
  wanted.inflation = n / summary.effective_n;
  finding.runs_to_decide = runs_for(wanted);
  return with_doubt(std::move(finding));
}

GateResult judge(const Gate& gate, GateRule rule, const Comparison& comparison, bool at_least,
                 const Levels& levels) {
  const auto percent = [](double ratio) { return 100 * (ratio - 1); };
  const auto in_percent = [&](const Interval& changes) -> std::optional<Interval> {
    const auto low = comparison.ratio_at(changes.low), high = comparison.ratio_at(changes.high);
    if (!low || !high) return std::nullopt;
    return Interval{percent(std::max(*low, 0.0)), percent(std::max(*high, 0.0))};
  };
  GateResult finding;
  finding.gate = gate;
  finding.n = std::min(comparison.n_reference, comparison.n_candidate);
  finding.effective_n = static_cast<double>(finding.n);
  if (comparison.ratio) finding.value = percent(*comparison.ratio);
  finding.at_least = at_least;
  finding.rule = rule == GateRule::point ? GateRule::point : GateRule::confident;
  finding.levels = levels;
  const double limit = comparison.change_at(1 + gate.limit / 100);
  if (finding.rule == GateRule::point) {
    const double difference = comparison.candidate - comparison.reference;
    const double change = comparison.ratio ? comparison.change_at(*comparison.ratio) : difference;
    const ChangeError error = comparison.error.value_or(ChangeError{});
    const Interval changes{change - error.down, change + error.up};
    if (comparison.error) finding.bounds = in_percent(changes);
    finding.verdict = verdict_on(change, changes, limit);
    return with_doubt(std::move(finding));
  }
  if (!comparison.paired && comparison.n_reference < fewest_saved_runs)
    return without_bounds(std::move(finding),
                          std::to_string(comparison.n_reference) +
                              (comparison.n_reference == 1 ? " saved run does" : " saved runs do") +
                              " not show how much runs scatter: save a new "
                              "baseline with -r 10");
  if (!comparison.change) return without_bounds(std::move(finding), "one pair gives no bounds");
  Interval changes{comparison.change->bounds(levels.fail).low,
                   comparison.change->bounds(levels.pass).high};
  if (const auto& error = comparison.error) {
    const double mean = comparison.change->mean;
    changes = hull(changes, {mean - error->down, mean + error->up});
  }
  finding.bounds = in_percent(changes);
  finding.verdict = verdict_on(comparison.change->mean, changes, limit);
  Wanted wanted;
  wanted.distance = comparison.change->mean - limit;
  wanted.scatter = comparison.scatter;
  wanted.known = comparison.reference_error;
  wanted.level = wanted.distance > 0 ? levels.fail : levels.pass;
  finding.runs_to_decide = runs_for(wanted);
  return with_doubt(std::move(finding));
}

std::optional<GateChances> chances_of(const Gate& gate, const Comparison& comparison) {
  if (!comparison.change) return std::nullopt;
  const double limit = comparison.change_at(1 + gate.limit / 100);
  return GateChances{comparison.change->p_above(limit), comparison.change->p_below(limit)};
}

} // namespace joules
