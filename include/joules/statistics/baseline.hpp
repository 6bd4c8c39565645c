// SPDX-License-Identifier: Apache-2.0
// Runs of an earlier time, from a saved report.
#pragma once

#include "joules/metric.hpp"

#include <optional>
#include <string>
#include <vector>

namespace joules {

struct Baseline {
  std::string file;
  Series series;
  std::vector<std::string> argv; // empty: not known
  bool first_word_only = false;  // of argv: the others were not to be saved
  // How and where it was measured; empty: not known.
  std::string sensor, quality, policy;
  std::string cpu_model, kernel, governor;
};

/// Whether the runs are of the command that `name` and `argv` tell: it has been given the same
/// label, or its program and its arguments are the same, wherever the program lies.
bool is_of_command(const Baseline& baseline, const std::string& name,
                   const std::vector<std::string>& argv);

/// Why numbers so unlike must not be held against one another; nullopt: they may be.
std::optional<std::string> incomparable(const Baseline& baseline, const std::string& sensor,
                                        const std::string& quality, const std::string& policy);

} // namespace joules
