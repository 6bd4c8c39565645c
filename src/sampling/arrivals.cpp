// SPDX-License-Identifier: Apache-2.0
#include "sampling/arrivals.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace joules {

namespace {

constexpr std::chrono::seconds between_looks(1);

} // namespace

void Arrivals::look(Instant now, Samples& samples) {
  if (!find_ || now < next_look_) return;
  next_look_ = now + between_looks;
  for (Arrival& arrival : find_(names_)) add(std::move(arrival), samples);
}

/// All that needs memory comes first, so that for want of it nothing is added in part.
void Arrivals::add(Arrival arrival, Samples& samples) {
  const auto kind = arrival.counter ? SensorEvent::Kind::joined : SensorEvent::Kind::came;
  const std::size_t missed = samples.instants.size();
  counters_.reserve(counters_.size() + 1);
  if (missed > 0) events_.push_back({kind, arrival.name, arrival.path});
  names_.insert(arrival.name);
  if (!arrival.counter) return;
  CounterReadings readings{arrival.counter->identity(), {}};
  readings.readings.reserve(samples.instants.capacity());
  readings.readings.resize(missed);
  samples.counters.push_back(std::move(readings));
  counters_.push_back(std::move(arrival.counter));
}

std::vector<SensorEvent> Arrivals::events() const {
  std::vector<SensorEvent> events = events_;
  for (const auto& counter : counters_)
    std::ranges::move(counter->end_run(), std::back_inserter(events));
  if (find_) // too late to be counted
    for (const Arrival& arrival : find_(names_))
      events.push_back({SensorEvent::Kind::came, arrival.name, arrival.path});
  return events;
}

} // namespace joules
