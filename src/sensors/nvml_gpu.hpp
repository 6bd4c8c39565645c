// SPDX-License-Identifier: Apache-2.0
// NVIDIA's cards.
#pragma once

#include "sensors/gpu.hpp"
#include "sensors/nvml.hpp"

namespace joules {

/// Adds each card that tells its energy or its power.
void add_nvml_gpus(const std::shared_ptr<const Nvml>& nvml, Gpus& gpus);

} // namespace joules
