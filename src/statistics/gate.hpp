// SPDX-License-Identifier: Apache-2.0
// Is a limit kept? A verdict that is sure, or says that it is not.
#pragma once

#include "joules/metric.hpp"
#include "joules/unit_symbols.hpp"
#include "statistics/comparison.hpp"
#include "statistics/settings.hpp"
#include "statistics/summary.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace joules {

enum class GateKind { budget, max_power, regression };
enum class GateVerdict { pass, fail, inconclusive, skipped };

template <>
struct Choices<GateKind> {
  static constexpr Choice<GateKind> all[] = {{"budget", GateKind::budget},
                                             {"max_power", GateKind::max_power},
                                             {"regression", GateKind::regression}};
};

template <>
struct Choices<GateVerdict> {
  static constexpr Choice<GateVerdict> all[] = {{"pass", GateVerdict::pass},
                                                {"fail", GateVerdict::fail},
                                                {"inconclusive", GateVerdict::inconclusive},
                                                {"skipped", GateVerdict::skipped}};
};

/// Below, an interval rests on so little that the report says what it is worth.
inline constexpr std::size_t enough_runs = 6;

/// Fewest runs of a baseline that a regression is judged against: fewer do not show their scatter.
inline constexpr std::size_t fewest_saved_runs = 5;

struct Gate {
  GateKind kind = GateKind::budget;
  Metric metric = Metric::energy_tree;
  double limit = 0;         // joules or watts; of a regression the percent that are allowed
  Unit unit = units::joule; // that the user gave the limit in
  Scope scope = {};
};

/// The gates that every command is held to by itself.
std::vector<Gate> gates_of(const GateSettings& settings);
/// The gate on how much more a command may use than another; nullopt: there is none.
std::optional<Gate> regression_gate_of(const GateSettings& settings);

/// The levels of the two bounds by which exceeding a limit is shown, and keeping it: above 95 %
/// where several candidates are judged at once.
struct Levels {
  double fail = confidence, pass = confidence;
};

struct GateResult {
  Gate gate;
  std::string command;             // whose
  std::size_t n = 0;               // runs that it rests on; of a regression the fewer of both
  double effective_n = 0;          // how many independent ones say as much; of a budget
  std::optional<double> value;     // in the limit's unit; nullopt: not known, or percent of 0 J
  std::optional<Interval> bounds;  // of the value: what the rule decides by
  Levels levels;                   // of the bounds
  bool at_least = false;           // the truth is not below `value`
  GateRule rule = GateRule::point; // that decided: never automatic
  GateVerdict verdict = GateVerdict::inconclusive;
  bool measured = true; // in every run; if not, there can be no verdict
  std::string reason;   // of skipped, and of inconclusive where it is not the bounds
  /// Inconclusive by the bounds: a new series of so many runs, or pairs, decides four times in
  /// five, if the truth is at the value. nullopt: more than 1000, or however many beside these
  /// saved runs.
  std::optional<std::size_t> runs_to_decide;
};

/// `half_width`: the +- of the mean by its measurement; nullopt: not known.
/// A lower bound can fail a limit, but never pass it. REQUIRES: summary.n > 0.
GateResult judge(const Gate& gate, GateRule rule, const Summary& summary,
                 std::optional<double> half_width, bool at_least);

/// By how many percent the candidate uses more. REQUIRES: gate.kind is regression.
GateResult judge(const Gate& gate, GateRule rule, const Comparison& comparison, bool at_least,
                 const Levels& levels = {});

/// How probable a candidate so far above a limit is by chance, and one so far below.
struct GateChances {
  double above = 1, below = 1;
};

/// nullopt: one pair, or one run beside one. REQUIRES: gate.kind is regression.
std::optional<GateChances> chances_of(const Gate& gate, const Comparison& comparison);

} // namespace joules
