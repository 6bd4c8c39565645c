// SPDX-License-Identifier: Apache-2.0
#include "joules/accounting/tree_clock.hpp"

namespace joules {

Nanoseconds LargestClock::read() {
  for (const auto& clock : clocks_) {
    const auto reading = clock->read();
    if (!reading || *reading <= largest_) continue;
    largest_ = *reading;
    leader_ = clock->name();
  }
  return largest_;
}

std::vector<std::string> LargestClock::names() const {
  std::vector<std::string> names;
  for (const auto& clock : clocks_) names.emplace_back(clock->name());
  return names;
}

} // namespace joules
