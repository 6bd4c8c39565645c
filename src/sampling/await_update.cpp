// SPDX-License-Identifier: Apache-2.0
#include "sampling/await_update.hpp"

#include <optional>

namespace joules {

bool await_update(EnergyCounter& counter, const Clock& clock, Nanoseconds timeout,
                  const std::function<void()>& before_reading) {
  const Instant end = clock.now() + timeout;
  std::optional<std::uint64_t> first;
  do {
    before_reading();
    const auto reading = counter.read();
    if (!reading) continue;
    if (first && *reading != *first) return true;
    first = *reading;
  } while (clock.now() < end);
  return false;
}

} // namespace joules
