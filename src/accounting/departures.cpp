// SPDX-License-Identifier: Apache-2.0
#include "accounting/departures.hpp"

#include <algorithm>

namespace joules {

void Departures::add(const Departure& departure, std::uint64_t claimed) {
  if (departed_.empty()) claimed_before_ = claimed;
  departed_.push_back(departure);
}

Departures::Unclaimed Departures::unclaimed(std::uint64_t claimed) const {
  // As many of them as possible are taken for waited for: the smallest first.
  std::vector<Departure> by_faults = departed_;
  std::sort(by_faults.begin(), by_faults.end(),
            [](const Departure& a, const Departure& b) { return a.faults < b.faults; });
  std::uint64_t room = claimed - std::min(claimed, claimed_before_);
  Unclaimed unclaimed;
  for (const Departure& departure : by_faults) {
    if (departure.faults <= room) {
      room -= departure.faults;
      continue;
    }
    ++unclaimed.processes;
    unclaimed.used += departure.used;
    unclaimed.unseen += departure.unseen;
  }
  return unclaimed;
}

} // namespace joules
