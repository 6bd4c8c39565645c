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

/// Whether both hold runs of one command: they were given the same label, or program and arguments
/// are the same as far as they are known, wherever the program lies.
bool are_of_one_command(const Baseline& one, const Baseline& other);

/// Why numbers so unlike must not be held against one another; nullopt: they may be.
std::optional<std::string> incomparable(const Baseline& baseline, const std::string& sensor,
                                        const std::string& quality, const std::string& policy);

} // namespace joules
