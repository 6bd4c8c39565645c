// SPDX-License-Identifier: Apache-2.0
// The user's command, word for word.
#pragma once

#include <string>
#include <vector>

namespace joules {

struct Command {
  std::vector<std::string> argv; // REQUIRES: not empty; any bytes
  /// Alarms and interval timers that joules inherited move to this command, once, when it is
  /// launched.
  bool takes_timers = false;
  bool output_discarded = false; // standard output and standard error go to /dev/null
  std::string name = {};         // label; empty unless given
};

} // namespace joules
