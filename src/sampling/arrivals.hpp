// SPDX-License-Identifier: Apache-2.0
// Counters of parts of the host that come while the command runs, such as a package whose first CPU
// is set on line.
#pragma once

#include "joules/sensors.hpp"
#include "sampling/samples.hpp"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace joules {

class Arrivals {
public:
  /// `find`: empty where nothing can come.
  explicit Arrivals(const FindArrivals& find) : find_(find) {}

  /// Once a second: what has come is counted in `samples` from now on. What is there before the
  /// first sample was there all the time.
  void look(Instant now, Samples& samples);

  /// Those that are counted, in the order in which they stand behind the source's own.
  [[nodiscard]] const std::vector<std::unique_ptr<EnergyCounter>>& counters() const {
    return counters_;
  }

  /// What came since the first sample, and what befell it.
  [[nodiscard]] std::vector<SensorEvent> events() const;

private:
  void add(Arrival arrival, Samples& samples);

  const FindArrivals& find_;
  Instant next_look_{};
  std::vector<std::unique_ptr<EnergyCounter>> counters_;
  std::set<std::string> names_; // of all that came
  std::vector<SensorEvent> events_;
};

} // namespace joules
