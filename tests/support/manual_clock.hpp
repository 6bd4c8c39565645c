// SPDX-License-Identifier: Apache-2.0
// Time that passes only when a test says so.
#pragma once

#include "sampling/clock.hpp"

namespace joules::test {

class ManualClock final : public Clock {
public:
  explicit ManualClock(Instant start = Instant{0}, Nanoseconds asleep = Nanoseconds{0})
      : now_(start), asleep_(asleep) {}

  [[nodiscard]] Instant now() const override { return now_; }
  [[nodiscard]] Nanoseconds asleep() const override { return asleep_; }

  void advance(Nanoseconds time) { now_ += time; }
  void sleep_through(Nanoseconds time) { asleep_ += time; }

private:
  Instant now_;
  Nanoseconds asleep_;
};

} // namespace joules::test
