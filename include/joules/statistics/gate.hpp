// SPDX-License-Identifier: Apache-2.0
// Is a limit kept? A verdict that is sure, or says that it is not.
#pragma once

#include "joules/metric.hpp"
#include "joules/statistics/comparison.hpp"
#include "joules/statistics/summary.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace joules {

enum class GateKind { budget, max_power, regression };
enum class GateVerdict { pass, fail, inconclusive, skipped };

/// point: the mean decides. confident: only a 95 % bound past the limit fails, only one within it
/// passes, and all else is inconclusive. automatic: confident from `confident_from` runs on.
enum class GateRule { automatic, point, confident };
inline constexpr std::size_t confident_from = 6;

std::string_view name_of(GateKind kind);       // "budget", "max_power", "regression"
std::string_view name_of(GateVerdict verdict); // "pass", "fail", "inconclusive", "skipped"
std::string_view name_of(GateRule rule);       // "point", "confident"; automatic has no name

struct Gate {
  GateKind kind = GateKind::budget;
  Metric metric = Metric::energy_tree;
  double limit = 0; // joules or watts; of a regression the percent that are allowed
};

struct GateFinding {
  Gate gate;
  std::string command;             // whose
  std::size_t n = 0;               // runs that it rests on; of a regression the fewer of both
  std::optional<double> value;     // in the limit's unit; nullopt: not known
  std::optional<Interval> bounds;  // of the value, each one-sided, 95 %
  bool at_least = false;           // the truth is not below `value`
  GateRule rule = GateRule::point; // that decided: never automatic
  GateVerdict verdict = GateVerdict::inconclusive;
  std::string reason; // of skipped, and of inconclusive where it is not the bounds
};

/// A lower bound can fail a limit, but never pass it. REQUIRES: summary.n > 0.
GateFinding judge(const Gate& gate, GateRule rule, const Summary& summary, bool at_least);

/// By how many percent the candidate uses more. REQUIRES: gate.kind is regression.
GateFinding judge(const Gate& gate, GateRule rule, const Comparison& comparison, bool at_least);

} // namespace joules
