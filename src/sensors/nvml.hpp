// SPDX-License-Identifier: Apache-2.0
// The few functions of NVIDIA's management library that are needed, loaded at run time. Names,
// types and units: the NVML API reference, https://docs.nvidia.com/deploy/nvml-api/
#pragma once

#include "joules/result.hpp"

#include <memory>

namespace joules {

using NvmlDevice = void*;
using NvmlStatus = int;
inline constexpr NvmlStatus nvml_success = 0, nvml_not_supported = 3, nvml_insufficient_size = 7;

/// nvmlProcessUtilizationSample_t: percent of one sampling period of the driver.
struct NvmlProcessSample {
  unsigned pid;
  unsigned long long timestamp_us;
  unsigned sm, memory, encoder, decoder;
};

struct Nvml {
  NvmlStatus (*init)();
  NvmlStatus (*shutdown)();
  NvmlStatus (*device_count)(unsigned* count);
  NvmlStatus (*device_by_index)(unsigned index, NvmlDevice* device);
  NvmlStatus (*name)(NvmlDevice device, char* text, unsigned size);
  NvmlStatus (*total_energy_mj)(NvmlDevice device, unsigned long long* energy); // Volta and later
  NvmlStatus (*power_mw)(NvmlDevice device, unsigned* power);
  NvmlStatus (*process_utilization)(NvmlDevice device, NvmlProcessSample* samples, unsigned* count,
                                    unsigned long long since_us);
  const char* (*error_text)(NvmlStatus status);
};

/// Loaded and initialised; the last owner shuts it down. Its descriptors are close-on-exec: the
/// command never sees them. The error names the library and what the loader or the driver said.
Result<std::shared_ptr<const Nvml>> load_nvml();

} // namespace joules
