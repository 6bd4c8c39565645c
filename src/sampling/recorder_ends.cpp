// SPDX-License-Identifier: Apache-2.0
#include "sampling/recorder_ends.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace joules {

namespace {

std::optional<std::uint64_t> reading_of(EnergyCounter& counter) {
  const auto reading = counter.read();
  return reading ? std::optional(*reading) : std::nullopt;
}

} // namespace

void begin_with_sensors(const Sensors& sensors) {
  for (const auto& counter : sensors.counters) counter->begin_run();
}

void read_second_views(const Sensors& sensors, Recording& recording) {
  const bool at_start = recording.second_views.empty();
  for (std::size_t i = 0; i < sensors.second_views.size(); ++i) {
    const SecondCounter& second = sensors.second_views[i];
    if (at_start) recording.second_views.push_back(second.view);
    SecondView& view = recording.second_views[i];
    (at_start ? view.first_uj : view.last_uj) = reading_of(*second.counter);
  }
}

void end_with_sensors(const Sensors& sensors, Recording& recording) noexcept {
  try {
    for (const auto& counter : sensors.counters)
      std::ranges::move(counter->end_run(), std::back_inserter(recording.sensor_events));
    if (sensors.arrivals)
      std::ranges::move(sensors.arrivals(), std::back_inserter(recording.sensor_events));
  } catch (const std::exception&) {
    // No memory for what befell a sensor: its readings are kept.
  }
}

} // namespace joules
