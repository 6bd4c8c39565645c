// SPDX-License-Identifier: Apache-2.0
// The seam between the machine's sensors and everything that samples them.
#pragma once

#include "joules/recording.hpp"
#include "joules/result.hpp"

#include <cstdint>
#include <vector>

namespace joules {

/// One monotone counter of microjoules, open, that wraps at identity().modulus.
class EnergyCounter {
public:
  virtual ~EnergyCounter() = default;

  [[nodiscard]] virtual const Counter& identity() const = 0;

  /// The counter now. An error means that this one read gave no number; the next may. A counter
  /// that went and came back goes on where it stands: whoever compares the readings sees whether it
  /// began anew.
  virtual Result<std::uint64_t> read() = 0;

  /// Before the first sample of a run: what befell it earlier is forgotten.
  virtual void begin_run() {}
  /// After the last sample of a run: what befell it since begin_run().
  virtual std::vector<SensorEvent> end_run() { return {}; }
};

/// nullopt: this read gave no number.
inline Reading reading_of(EnergyCounter& counter) {
  const auto reading = counter.read();
  return reading ? Reading(*reading) : std::nullopt;
}

} // namespace joules
