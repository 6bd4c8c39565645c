// SPDX-License-Identifier: Apache-2.0
// Weighs samples of stacks by energy. perf samples CPU time evenly; a window of the run in which
// the tree drew more power gives more to each of its samples.
#pragma once

#include "folding/perf_script.hpp"
#include "joules/account.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace joules {

/// A stretch of a run, and what the tree used in it.
struct EnergyWindow {
  Nanoseconds from{0}, to{0};
  Joules energy{0};
};

class EnergyOfStacks {
public:
  /// REQUIRES: windows in the order of time, which do not overlap.
  explicit EnergyOfStacks(std::vector<EnergyWindow> windows);

  /// A sample outside of all windows is not counted.
  void add(const StackSample& sample);

  [[nodiscard]] std::size_t samples() const { return samples_.size(); }

  /// "program;outermost;...;innermost MICROJOULES", a line for each stack, by name. The numbers are
  /// whole, and sum to the energy of all windows. Energy of a window without samples is that of the
  /// stack "[no sample]".
  [[nodiscard]] std::string folded() const;

private:
  struct Sample {
    std::size_t window;
    const std::string* stack; // in stacks_, whose nodes stay where they are
  };

  std::vector<EnergyWindow> windows_;
  std::vector<std::size_t> samples_in_; // each window
  std::set<std::string> stacks_;
  std::vector<Sample> samples_;
};

} // namespace joules
