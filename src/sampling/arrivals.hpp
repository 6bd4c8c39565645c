// SPDX-License-Identifier: Apache-2.0
// Counters of parts of the host that come while the command runs, such as a package whose first CPU
// is set on line.
#pragma once

#include "joules/sensors.hpp"
#include "sampling/samples.hpp"

#include <cstddef>
#include <vector>

namespace joules {

/// Of one run.
class Arrivals {
public:
  /// `watch` outlives it; nullptr: nothing can come.
  explicit Arrivals(ArrivalWatch* watch) : watch_(watch) {}

  /// Once a second: what has come is counted from now on, by one more of `counters`, whose readings
  /// stand at the same place in `samples`. What is there before the first sample was there all the
  /// time.
  void look(Instant now, Samples& samples, std::vector<EnergyCounter*>& counters);

  /// What came since the first sample, what cannot be counted, and what befell the others.
  std::vector<SensorEvent> end_run();

private:
  void add(const Arrival& arrival, Samples& samples, std::vector<EnergyCounter*>& counters);

  ArrivalWatch* watch_;
  Instant next_look_{};
  std::size_t taken_ = 0; // of those that the watch has found
  std::vector<EnergyCounter*> counted_;
  std::vector<SensorEvent> events_;
};

} // namespace joules
