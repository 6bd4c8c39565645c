// SPDX-License-Identifier: Apache-2.0
// Runs that were made on one host at once each saw the whole host's energy. Together they saw it
// once.
#pragma once

#include "joules/account.hpp"
#include "joules/units.hpp"

#include <optional>
#include <vector>

namespace joules {

/// One run's view of a counter of its host. REQUIRES: start < end, in the host's own time.
struct Span {
  Seconds start{0}, end{0};
  Energy energy;
  std::optional<Joules> reading; // what the counter itself said at the start
  std::optional<Joules> modulus; // where it wraps; nullopt: never, as far as is known
};

struct SharedEnergy {
  Energy energy;             // nullopt: no span has one
  bool interpolated = false; // no reading was taken at some seam
};

/// The energy over the time that the spans cover, each moment once. Exact where the counter's own
/// readings say at which of its joules each run began: the same counter was read by all. Without
/// them, as for estimates, each moment counts at the mean of the powers that the spans over it had
/// on average. A span without an energy makes it a lower bound.
SharedEnergy shared_energy(std::vector<Span> spans);

/// How long at least one of the spans lasted.
Seconds covered_time(std::vector<Span> spans);

} // namespace joules
