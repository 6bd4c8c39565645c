// SPDX-License-Identifier: Apache-2.0
// Enough runs: they end when what they say is precise enough.
#pragma once

#include "joules/metric.hpp"
#include "joules/runs.hpp"

#include <optional>

namespace joules {

struct Precision {
  Metric metric = Metric::energy_tree;
  double wanted = 0; // as Plan::precision
  /// Half of the 95 % interval over what it is around: the mean, or of several commands the ratio
  /// to the first one; the widest of them. nullopt: not known, or nothing to be a part of.
  std::optional<double> reached;

  [[nodiscard]] bool is_enough() const { return reached && *reached <= wanted; }
};

/// nullopt: the plan asks for none.
std::optional<Precision> precision_of(const Experiment& experiment, const Scope& scope);

/// Have all commands run equally often, fewest_precise_runs times at least, and as precisely as the
/// plan wants? Only the width decides, never a verdict.
bool is_precise_enough(const Experiment& experiment, const Scope& scope);

} // namespace joules
