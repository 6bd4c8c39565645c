// SPDX-License-Identifier: Apache-2.0
// What is asked of the sensors at the two ends of a run only, beside its samples.
#pragma once

#include "joules/recording.hpp"
#include "joules/sensors.hpp"

namespace joules {

/// Before the first sample: what befell the sensors earlier is forgotten.
void begin_with_sensors(const Sensors& sensors);

/// Just after the first sample, and just after the last one.
void read_second_views(const Sensors& sensors, Recording& recording);

/// Later, for it may take a while: what befell the sensors since the beginning.
void end_with_sensors(const Sensors& sensors, Recording& recording) noexcept;

} // namespace joules
