// SPDX-License-Identifier: Apache-2.0
#include "sampling/samples.hpp"

#include <iterator>
#include <utility>

namespace joules {

namespace {

/// `visit(readings)` of every counter, of the cards' too, and of every subject.
template <class Visit>
void for_each_series(Samples& samples, Visit visit) {
  for (CounterReadings& counter : samples.counters) visit(counter.readings);
  for (DeviceReadings& device : samples.devices) visit(device.energy.readings);
  for (SubjectReadings& subject : samples.subjects) visit(subject.cpu);
}

/// Keeps of two neighbours the one with the host's time: few samples have it, and all would go at
/// once.
std::vector<std::size_t> numbers_to_keep(const std::vector<Sample>& instants) {
  std::vector<std::size_t> kept{0};
  for (std::size_t i = 2; i < instants.size(); i += 2) {
    const bool is_last = i + 1 == instants.size();
    const bool the_first = instants[i - 1].host && !instants[i].host && !is_last;
    kept.push_back(the_first ? i - 1 : i);
  }
  if (instants.size() % 2 == 0) kept.push_back(instants.size() - 1);
  return kept;
}

/// Moves those to the front. REQUIRES: they ascend.
template <class Item>
void move_to_front(const std::vector<std::size_t>& kept, std::vector<Item>& items) {
  for (std::size_t k = 0; k < kept.size(); ++k) std::swap(items[k], items[kept[k]]);
}

} // namespace

void Samples::reserve(std::size_t count) {
  instants.reserve(count);
  for_each_series(*this, [&](auto& readings) { readings.reserve(count); });
}

void Samples::drop_incomplete() noexcept {
  for_each_series(*this, [&](auto& readings) {
    if (readings.size() > instants.size()) readings.resize(instants.size());
  });
}

Samples samples_of(const Sensors& sensors, const std::vector<OpenSubject>& subjects) {
  Samples samples;
  for (const auto& counter : sensors.source.counters)
    samples.counters.push_back({counter->identity(), {}});
  for (const auto& card : sensors.devices)
    samples.devices.push_back({card->device().description, {card->identity(), {}}, std::nullopt});
  for (const OpenSubject& subject : subjects) samples.subjects.push_back(subject.about);
  return samples;
}

std::vector<Sample> thin_out(Samples& samples) {
  if (samples.instants.size() < 3) return {};
  const std::vector<std::size_t> kept = numbers_to_keep(samples.instants);
  std::vector<Sample> others;
  others.reserve(samples.instants.size() - kept.size());
  for_each_series(samples, [&](auto& readings) {
    move_to_front(kept, readings);
    readings.resize(kept.size());
  });
  move_to_front(kept, samples.instants);
  const auto dropped = samples.instants.begin() + static_cast<std::ptrdiff_t>(kept.size());
  std::move(dropped, samples.instants.end(), std::back_inserter(others));
  samples.instants.resize(kept.size());
  return others;
}

} // namespace joules
