// SPDX-License-Identifier: Apache-2.0
#include "joules/statistics/gate.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace joules {

namespace {

constexpr std::string_view part_unread =
    "part of the energy could not be read: the truth is not below";

GateVerdict verdict_on(const GateFinding& finding) {
  const double limit = finding.gate.limit;
  if (finding.rule == GateRule::point)
    return *finding.value > limit ? GateVerdict::fail : GateVerdict::pass;
  if (!finding.bounds) return GateVerdict::inconclusive;
  if (finding.bounds->low > limit) return GateVerdict::fail;
  return finding.bounds->high <= limit ? GateVerdict::pass : GateVerdict::inconclusive;
}

GateFinding decided(GateFinding finding, GateRule wanted) {
  const bool sure =
      wanted == GateRule::confident ||
      (wanted == GateRule::automatic && finding.n >= confident_from && finding.bounds);
  finding.rule = sure ? GateRule::confident : GateRule::point;
  finding.verdict = verdict_on(finding);
  if (sure && !finding.bounds) finding.reason = "one run gives no bounds";
  // Of a ratio a lower bound on either side says nothing.
  if (finding.at_least &&
      (finding.verdict == GateVerdict::pass || finding.gate.kind == GateKind::regression)) {
    finding.verdict = GateVerdict::inconclusive;
    finding.reason = part_unread;
  }
  return finding;
}

} // namespace

std::string_view name_of(GateKind kind) {
  switch (kind) {
  case GateKind::budget: return "budget";
  case GateKind::max_power: return "max_power";
  case GateKind::regression: return "regression";
  }
  std::abort();
}

std::string_view name_of(GateVerdict verdict) {
  switch (verdict) {
  case GateVerdict::pass: return "pass";
  case GateVerdict::fail: return "fail";
  case GateVerdict::inconclusive: return "inconclusive";
  case GateVerdict::skipped: return "skipped";
  }
  std::abort();
}

std::string_view name_of(GateRule rule) {
  return rule == GateRule::confident ? "confident" : "point";
}

GateFinding judge(const Gate& gate, GateRule rule, const Summary& summary, bool at_least) {
  GateFinding finding;
  finding.gate = gate;
  finding.n = summary.n;
  finding.value = summary.mean;
  finding.bounds = summary.bounds;
  finding.at_least = at_least;
  return decided(std::move(finding), rule);
}

GateFinding judge(const Gate& gate, GateRule rule, const Comparison& comparison, bool at_least) {
  const auto percent = [](double ratio) { return 100 * (ratio - 1); };
  GateFinding finding;
  finding.gate = gate;
  finding.n = std::min(comparison.n_reference, comparison.n_candidate);
  finding.value = percent(comparison.ratio);
  if (comparison.bounds)
    finding.bounds = Interval{percent(comparison.bounds->low), percent(comparison.bounds->high)};
  finding.at_least = at_least;
  return decided(std::move(finding), rule);
}

} // namespace joules
