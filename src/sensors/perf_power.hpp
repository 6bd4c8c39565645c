// SPDX-License-Identifier: Apache-2.0
// RAPL through perf's "power" PMU: 64-bit counts that the kernel keeps across wraps, so that they
// stay right however long nobody reads them. arch/x86/events/rapl.c of the Linux kernel, and
// drivers/powercap/intel_rapl_common.c for the newest processors.
#pragma once

#include "joules/host.hpp"
#include "sensors/open_source.hpp"
#include "sensors/perf_energy_counter.hpp"

#include <functional>
#include <memory>
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

/// Opens the event on one CPU.
using OpenPerfCounter = std::function<Result<std::unique_ptr<EnergyCounter>>(
    const Counter&, const PerfEnergyEvent&, int cpu)>;

OpenSource perf_source(const HostRoot& host, const CpuIdentity& cpu,
                       const OpenPerfCounter& open = open_perf_counter);

/// Its energy-psys, which counts the platform.
OpenSource perf_psys_source(const HostRoot& host, const CpuIdentity& cpu,
                            const OpenPerfCounter& open = open_perf_counter);

} // namespace joules
