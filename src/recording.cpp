// SPDX-License-Identifier: Apache-2.0
#include "joules/recording.hpp"

namespace joules {

namespace {

template <class Items>
void keep_ends(Items& items) {
  if (items.size() > 2) items.erase(items.begin() + 1, items.end() - 1);
  items.shrink_to_fit();
}

} // namespace

std::vector<std::string> names_of(const std::vector<ClockKind>& clocks) {
  std::vector<std::string> names;
  for (const ClockKind clock : clocks) names.emplace_back(name_of(clock));
  return names;
}

Recording with_ends_only(Recording recording) {
  keep_ends(recording.samples);
  for (CounterReadings& counter : recording.counters) keep_ends(counter.readings);
  for (DeviceReadings& device : recording.devices) keep_ends(device.energy.readings);
  return recording;
}

std::string why_no_sensor(const SensorSource& source) {
  return source.unavailable_reason + (source.remedy.empty() ? "" : "; " + source.remedy);
}

} // namespace joules
