// SPDX-License-Identifier: Apache-2.0
// The seam between the sampler and time.
#pragma once

#include "joules/recording.hpp"

#include <string>

namespace joules {

class Clock {
public:
  virtual ~Clock() = default;
  /// CLOCK_MONOTONIC: never set back, stands still while the machine sleeps.
  [[nodiscard]] virtual Instant now() const = 0;
  /// How long the machine has slept since boot: CLOCK_BOOTTIME - CLOCK_MONOTONIC.
  [[nodiscard]] virtual Nanoseconds asleep() const = 0;
};

class SystemClock final : public Clock {
public:
  [[nodiscard]] Instant now() const override;
  [[nodiscard]] Nanoseconds asleep() const override;
};

/// CPU time that this process has used itself.
Nanoseconds own_cpu_time();

/// The wall clock's UTC time, as "2026-01-31T12:00:00.123Z".
std::string utc_now();

} // namespace joules
