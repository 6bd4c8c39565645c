// SPDX-License-Identifier: Apache-2.0
#include "attribution/sensor_events.hpp"

#include <algorithm>

namespace joules {

namespace {

constexpr const char* lower_bounds = ": energies are lower bounds";

Warning warning_about(const SensorEvent& event) {
  switch (event.kind) {
  case SensorEvent::Kind::lost:
  case SensorEvent::Kind::incomplete:
    return {WarningCode::partial_sensor, event.domain + ": " + event.reason + lower_bounds};
  case SensorEvent::Kind::restarted:
    return {WarningCode::counter_reset,
            event.domain + " started anew during the run (" + event.reason + ")" + lower_bounds};
  case SensorEvent::Kind::came:
    return {WarningCode::partial_sensor, event.domain +
                                             " came during the run, and is not counted (" +
                                             event.reason + ")" + lower_bounds};
  case SensorEvent::Kind::disagreed: break;
  }
  return {WarningCode::sensors_disagree, event.domain + ": " + event.reason};
}

bool has(SensorEvent::Kind kind, const std::string& domain,
         const std::vector<SensorEvent>& events) {
  return std::any_of(events.begin(), events.end(), [&](const SensorEvent& event) {
    return event.kind == kind && event.domain == domain;
  });
}

} // namespace

bool says_why_lost(const std::string& domain, const std::vector<SensorEvent>& events) {
  return has(SensorEvent::Kind::lost, domain, events);
}

bool lost_energy(const std::string& domain, const std::vector<SensorEvent>& events) {
  return says_why_lost(domain, events) || has(SensorEvent::Kind::restarted, domain, events);
}

bool lacks_energy(const Recording& recording) {
  const auto is_device = [&](const std::string& name) {
    return std::any_of(recording.method.devices.begin(), recording.method.devices.end(),
                       [&](const Domain& device) { return device.name == name; });
  };
  return std::any_of(recording.sensor_events.begin(), recording.sensor_events.end(),
                     [&](const SensorEvent& event) {
                       return event.kind != SensorEvent::Kind::disagreed &&
                              !is_device(event.domain);
                     });
}

std::vector<Warning> about_events(const std::vector<SensorEvent>& events) {
  std::vector<Warning> warnings;
  for (const SensorEvent& event : events) warnings.push_back(warning_about(event));
  return warnings;
}

} // namespace joules
