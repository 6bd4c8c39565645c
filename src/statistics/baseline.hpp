// SPDX-License-Identifier: Apache-2.0
// Runs of an earlier time, out of a saved report.
#pragma once

#include "joules/account.hpp"
#include "joules/metric.hpp"
#include "joules/result.hpp"
#include "joules/saved_report.hpp"
#include "joules/scope.hpp"

#include <string>
#include <vector>

namespace joules {

struct Baseline {
  Origin origin;
  Series series;
  std::vector<std::string> argv; // empty: not known
  bool first_word_only = false;  // of argv: the others were not to be saved
  std::string unit = {};         // that one unit of work is of; empty: not known
};

/// Each command of `report` that has a complete run. Refused when there is none, or a run holds
/// what no run can.
Result<std::vector<Baseline>> baselines_in(const SavedReport& report, const Scope& scope = {});

/// Refused: in none of its runs the part in scope is known.
Result<void> require_part(const Baseline& baseline, const Scope& scope);

/// Whether both hold runs of one command: they were given the same label, or program and arguments
/// are the same as far as they are known, wherever the program lies.
bool are_of_one_command(const Baseline& one, const Baseline& other);

/// Refused: numbers so unlike must not be held against one another.
Result<void> require_alike(const Origin& baseline, const MeasuredBy& other);

} // namespace joules
