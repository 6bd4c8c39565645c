// SPDX-License-Identifier: Apache-2.0
// The user's settings for gates: what the runs are judged by, and what a missing measurement means.
#pragma once

#include "joules/choices.hpp"
#include "joules/scope.hpp"
#include "joules/unit_symbols.hpp"

#include <optional>
#include <string>

namespace joules {

/// point: the mean decides, unless the gate lies within the +- that its measurement leaves.
/// confident: only a 95 % bound past the gate fails, only one within it passes, and all else is
/// inconclusive. automatic: confident wherever there are bounds, which is from two runs on.
enum class GateRule { automatic, point, confident };

/// automatic is what holds without --gate, and no word of it.
template <>
struct Choices<GateRule> {
  static constexpr Choice<GateRule> all[] = {{"point", GateRule::point},
                                             {"confident", GateRule::confident}};
};

/// The fate of gates where no sensor is readable.
enum class OnUnavailable { fail, skip, estimate };

template <>
struct Choices<OnUnavailable> {
  static constexpr Choice<OnUnavailable> all[] = {{"fail", OnUnavailable::fail},
                                                  {"skip", OnUnavailable::skip},
                                                  {"estimate", OnUnavailable::estimate}};
};

struct GateSettings {
  std::optional<Written<Joules>> budget;
  std::optional<Written<Watts>> max_power;
  std::optional<std::string> baseline;  // a saved report
  std::optional<double> max_regression; // percent
  Scope scope;                          // with the unit of the budget
  GateRule rule = GateRule::automatic;
  bool strict = false; // inconclusive fails, too
  int exit_code = 122; // of a gate that failed
  OnUnavailable on_unavailable = OnUnavailable::fail;

  /// In percent. A baseline alone is a gate, too.
  [[nodiscard]] std::optional<double> largest_regression() const {
    constexpr double usual = 5;
    return max_regression || !baseline ? max_regression : usual;
  }
  [[nodiscard]] bool any() const { return budget || max_power || largest_regression(); }

  /// --on-unavailable answers two questions, here alone. The first: is a gate without a measurement
  /// a failure of joules, so that no pipeline passes by it?
  [[nodiscard]] bool must_measure() const { return any() && on_unavailable == OnUnavailable::fail; }
  /// The second: is a gate skipped whose value was only estimated?
  [[nodiscard]] bool skips_estimates() const { return on_unavailable == OnUnavailable::skip; }
};

} // namespace joules
