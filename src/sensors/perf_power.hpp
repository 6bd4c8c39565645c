// SPDX-License-Identifier: Apache-2.0
// RAPL through perf's "power" PMU: 64-bit counts that the kernel keeps across wraps, so that they
// stay right however long nobody reads them. arch/x86/events/rapl.c of the Linux kernel, and
// drivers/powercap/intel_rapl_common.c for the newest processors.
#pragma once

#include "joules/host.hpp"
#include "sensors/sensor_source.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace joules {

/// Where a CPU is.
struct CpuPlace {
  int cpu = 0, package = 0, die = 0;
};

/// The CPUs to open an event on, so that no energy is counted twice: one a die where the PMU names
/// one CPU a die; one a package where it names more, as the newest drivers, or where all dies of a
/// package have one counter, as on AMD.
std::vector<CpuPlace> one_cpu_for_each_counter(const std::vector<CpuPlace>& named,
                                               std::string_view cpu_vendor);

/// Of the PMU.
struct PerfEnergyEvent {
  std::string name;         // "energy-pkg"
  std::uint32_t type = 0;   // of the PMU
  std::uint64_t config = 0; // of the event
  double scale = 0;         // joules a count
};

/// Opens the event on one CPU.
using OpenPerfCounter = std::function<Result<std::unique_ptr<EnergyCounter>>(
    const Domain&, const PerfEnergyEvent&, int cpu)>;

Result<std::unique_ptr<EnergyCounter>> open_perf_counter(const Domain& domain,
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

SensorSource perf_source(const HostRoot& host, const CpuIdentity& cpu,
                         const OpenPerfCounter& open = open_perf_counter);

/// Its energy-psys, which counts the platform.
SensorSource perf_psys_source(const HostRoot& host, const CpuIdentity& cpu,
                              const OpenPerfCounter& open = open_perf_counter);

} // namespace joules
