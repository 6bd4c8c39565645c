// SPDX-License-Identifier: Apache-2.0
// Asks the sensors at the two ends of a run, beside its samples.
#pragma once

#include "joules/recording.hpp"
#include "joules/sensors.hpp"
#include "sampling/sampler.hpp"

#include <vector>

namespace joules {

/// Before the first sample: what befell the sensors earlier is forgotten.
void begin_with_sensors(const Sensors& sensors);

/// Just after the first sample.
std::vector<SecondView> first_readings(const std::vector<SecondCounter>& second_counters);
/// Just after the last one. REQUIRES: `views` are those of the first readings.
void add_last_readings(const std::vector<SecondCounter>& second_counters,
                       std::vector<SecondView>& views);

/// Later, for it may take a while: what befell the sensors since the beginning.
std::vector<SensorEvent> end_with_sensors(const Sensors& sensors, Sampler& sampler) noexcept;

} // namespace joules
