// SPDX-License-Identifier: Apache-2.0
#include "sampling/sensor_ends.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace joules {

void begin_with_sensors(const Sensors& sensors) {
  for (const auto& counter : sensors.source.counters) counter->begin_run();
  for (const auto& card : sensors.devices) card->begin_run();
}

std::vector<SecondView> first_readings(const std::vector<SecondCounter>& second_counters) {
  std::vector<SecondView> views;
  for (const SecondCounter& second : second_counters) {
    views.push_back(second.view);
    views.back().first_uj = reading_of(*second.counter);
  }
  return views;
}

void add_last_readings(const std::vector<SecondCounter>& second_counters,
                       std::vector<SecondView>& views) {
  for (std::size_t i = 0; i < views.size(); ++i)
    views[i].last_uj = reading_of(*second_counters[i].counter);
}

std::vector<SensorEvent> end_with_sensors(const Sensors& sensors, Sampler& sampler) noexcept {
  std::vector<SensorEvent> events;
  try {
    for (const auto& counter : sensors.source.counters)
      std::ranges::move(counter->end_run(), std::back_inserter(events));
    for (const auto& card : sensors.devices)
      std::ranges::move(card->end_run(), std::back_inserter(events));
    std::ranges::move(sampler.end_run(), std::back_inserter(events));
  } catch (const std::exception&) {
    // No memory for what befell a sensor: its readings are kept.
  }
  return events;
}

} // namespace joules
