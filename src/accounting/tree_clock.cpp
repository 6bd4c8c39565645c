// SPDX-License-Identifier: Apache-2.0
#include "joules/accounting/tree_clock.hpp"

#include <algorithm>

namespace joules {

Nanoseconds LargestClock::read() {
  for (const auto& clock : clocks_) {
    const auto reading = clock->read();
    if (!reading) continue;
    const std::string name(clock->name());
    if (std::find(names_.begin(), names_.end(), name) == names_.end()) names_.push_back(name);
    if (*reading <= largest_) continue;
    largest_ = *reading;
    leader_ = name;
  }
  return largest_;
}

} // namespace joules
