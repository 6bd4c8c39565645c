// SPDX-License-Identifier: Apache-2.0
// The seam between the machine's sensors and everything that samples them.
#pragma once

#include "joules/recording.hpp"
#include "joules/result.hpp"

#include <cstdint>

namespace joules {

/// One monotone counter of microjoules that wraps at domain().modulus_uj.
class EnergyCounter {
public:
  virtual ~EnergyCounter() = default;

  [[nodiscard]] virtual const Domain& domain() const = 0;

  /// The counter now. An error means that this one read gave no number; the next may. A counter
  /// that is gone for good keeps failing: one that came back would have started anew.
  virtual Result<std::uint64_t> read() = 0;
};

} // namespace joules
