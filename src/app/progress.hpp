// SPDX-License-Identifier: Apache-2.0
// "run 3 of 10, mean so far 12.4 J, about 20 s left" on a terminal while there are several runs.
#pragma once

#include "app/settings.hpp"
#include "joules/experiment.hpp"

namespace joules {

class Progress {
public:
  Progress(const Plan& plan, const OutputSettings& output);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { erase(); }

  /// Draws it before a step. The cursor stays at the line's beginning, where the command may print.
  void operator()(const Step& step, const Experiment& so_far);
  /// From the cursor on: what the command has printed meanwhile stays.
  void erase();

private:
  bool wanted_;
  bool drawn_ = false;
};

} // namespace joules
