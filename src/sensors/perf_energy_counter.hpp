// SPDX-License-Identifier: Apache-2.0
// One counter of perf's "power" PMU: an event, opened on one CPU.
#pragma once

#include "sensors/energy_counter.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace joules {

/// One energy event of the power PMU.
struct PerfEnergyEvent {
  std::string name;         // "energy-pkg"
  std::uint32_t type = 0;   // of the PMU
  std::uint64_t config = 0; // of the event
  double scale = 0;         // joules a count
};

Result<std::unique_ptr<EnergyCounter>> open_perf_counter(const Counter& counter,
                                                         const PerfEnergyEvent& event, int cpu);

/// Microjoules that never decrease, out of counts. The driver of the newest processors takes a
/// wrapped register for a decrease: the count falls by 2^32 units of 2^-14 J then, which is undone
/// here; what falls otherwise is reported as an error for good.
class PerfEnergyCounts {
public:
  explicit PerfEnergyCounts(double scale) : scale_(scale) {}
  std::optional<std::uint64_t> microjoules(std::uint64_t count);

private:
  double scale_;
  std::uint64_t last_ = 0;
  std::uint64_t lost_ = 0; // counts that wraps took away
  bool broken_ = false;
};

} // namespace joules
