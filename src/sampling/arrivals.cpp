// SPDX-License-Identifier: Apache-2.0
#include "sampling/arrivals.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace joules {

namespace {

constexpr std::chrono::seconds between_looks(1);

SensorEvent event_of(const Arrival& arrival, bool counted) {
  return {counted ? SensorEvent::Kind::joined : SensorEvent::Kind::came, arrival.name,
          arrival.path};
}

} // namespace

void Arrivals::look(Instant now, Samples& samples, std::vector<EnergyCounter*>& counters) {
  if (watch_ == nullptr || now < next_look_) return;
  next_look_ = now + between_looks;
  for (const std::vector<Arrival>& all = watch_->look(); taken_ < all.size(); ++taken_)
    add(all[taken_], samples, counters);
}

/// All that needs memory comes first, so that for want of it nothing is added in part.
void Arrivals::add(const Arrival& arrival, Samples& samples,
                   std::vector<EnergyCounter*>& counters) {
  const bool counted = arrival.counter != nullptr;
  const std::size_t missed = samples.instants.size();
  SensorEvent event = event_of(arrival, counted);
  events_.reserve(events_.size() + 1);
  if (counted) {
    CounterReadings readings{arrival.counter->identity(), {}};
    readings.readings.reserve(samples.instants.capacity());
    readings.readings.resize(missed);
    counters.reserve(counters.size() + 1);
    counted_.reserve(counted_.size() + 1);
    samples.counters.push_back(std::move(readings));
    counters.push_back(arrival.counter.get());
    counted_.push_back(arrival.counter.get());
    arrival.counter->begin_run();
  }
  if (missed > 0 || !counted) events_.push_back(std::move(event));
}

std::vector<SensorEvent> Arrivals::end_run() {
  for (EnergyCounter* const counter : counted_)
    std::ranges::move(counter->end_run(), std::back_inserter(events_));
  if (watch_ == nullptr) return std::move(events_);
  // What has come since the last look is too late to be counted in this run.
  for (const std::vector<Arrival>& all = watch_->look(); taken_ < all.size(); ++taken_)
    events_.push_back(event_of(all[taken_], false));
  return std::move(events_);
}

} // namespace joules
