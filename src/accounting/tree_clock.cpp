// SPDX-License-Identifier: Apache-2.0
#include "joules/accounting/tree_clock.hpp"

#include <algorithm>

namespace joules {

Nanoseconds LargestClock::read(Nanoseconds stolen) {
  if (!stolen_before_) stolen_before_ = stolen;
  for (const auto& clock : clocks_) {
    auto reading = clock->read();
    if (!reading) continue;
    if (clock->counts_stolen_time())
      reading = std::max(*reading - (stolen - *stolen_before_), Nanoseconds{0});
    const auto known = std::find_if(readings_.begin(), readings_.end(), [&](const auto& other) {
      return other.clock == clock->name();
    });
    if (known == readings_.end())
      readings_.push_back({std::string(clock->name()), *reading});
    else
      known->cpu = *reading;
    if (*reading <= largest_) continue;
    largest_ = *reading;
    leader_ = clock->name();
  }
  return largest_;
}

std::vector<std::string> names_of(const std::vector<ClockReading>& readings) {
  std::vector<std::string> names;
  for (const ClockReading& reading : readings) names.push_back(reading.clock);
  return names;
}

} // namespace joules
