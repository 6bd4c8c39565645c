// SPDX-License-Identifier: Apache-2.0
#include "attribution/sensor_events.hpp"

#include <algorithm>

namespace joules {

namespace {

bool has(SensorEvent::Kind kind, const std::string& domain,
         const std::vector<SensorEvent>& events) {
  return std::any_of(events.begin(), events.end(), [&](const SensorEvent& event) {
    return event.kind == kind && event.domain == domain;
  });
}

} // namespace

bool says_why_lost(const std::string& domain, const std::vector<SensorEvent>& events) {
  return has(SensorEvent::Kind::lost, domain, events) ||
         has(SensorEvent::Kind::joined, domain, events);
}

bool lost_energy(const std::string& domain, const std::vector<SensorEvent>& events) {
  return says_why_lost(domain, events) || has(SensorEvent::Kind::restarted, domain, events);
}

bool lacks_energy(const Recording& recording) {
  const auto is_device = [&](const std::string& name) {
    return std::ranges::any_of(recording.devices, [&](const DeviceReadings& device) {
      return device.energy.counter.name == name;
    });
  };
  return std::any_of(recording.sensor_events.begin(), recording.sensor_events.end(),
                     [&](const SensorEvent& event) {
                       return event.kind != SensorEvent::Kind::disagreed &&
                              !is_device(event.domain);
                     });
}

Warning warning_about(const SensorEvent& event) {
  switch (event.kind) {
  case SensorEvent::Kind::lost:
  case SensorEvent::Kind::incomplete: return warnings::EnergyLost{event.domain, event.reason};
  case SensorEvent::Kind::restarted: return warnings::CounterReset{event.domain, event.reason};
  case SensorEvent::Kind::came: return warnings::CounterCame{event.domain, event.reason, false};
  case SensorEvent::Kind::joined: return warnings::CounterCame{event.domain, event.reason, true};
  case SensorEvent::Kind::disagreed: break;
  }
  return warnings::SelfContradiction{event.domain, event.reason};
}

} // namespace joules
