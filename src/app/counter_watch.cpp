// SPDX-License-Identifier: Apache-2.0
#include "app/counter_watch.hpp"

#include "joules/attribution.hpp"
#include "joules/sensors.hpp"

#include <algorithm>
#include <thread>

namespace joules {

namespace {

/// Counters that move twenty times a second move a few times in it.
constexpr auto watch = std::chrono::milliseconds(300);
constexpr auto between_readings = std::chrono::milliseconds(10);

/// A source that is watched, with what its counters showed.
struct Watched {
  OpenSource& source;
  std::vector<Sample> samples;
  std::vector<CounterReadings> counters;

  explicit Watched(OpenSource& watched) : source(watched) {
    for (const auto& counter : source.counters) counters.push_back({counter->identity(), {}});
  }

  void look() {
    samples.emplace_back().at = monotonic_now();
    for (std::size_t i = 0; i < counters.size(); ++i)
      counters[i].readings.push_back(reading_of(*source.counters[i]));
  }

  [[nodiscard]] std::vector<std::string> doubts() const {
    if (samples.size() < 2) return {};
    std::vector<CounterHistory> histories;
    for (const CounterReadings& counter : counters)
      histories.push_back(history_of(samples, counter));
    return doubts_about(histories, samples.back().at - samples.front().at);
  }
};

void leave_out(std::size_t index, const std::string& doubt, OpenSource& source) {
  const Counter& counter = source.counters[index]->identity();
  if (!counter.memory && source.about.unavailable_reason.empty())
    source.about.unavailable_reason = counter.path + ": " + doubt;
  source.about.left_out.push_back({counter, Exclusion::Reason::implausible, doubt});
  source.counters.erase(source.counters.begin() + static_cast<std::ptrdiff_t>(index));
}

} // namespace

void leave_out_implausible(std::vector<OpenSource>& sources) {
  std::vector<Watched> usable;
  for (OpenSource& source : sources)
    if (source.is_usable()) usable.emplace_back(source);
  if (usable.empty()) return;
  const Instant end = monotonic_now() + watch;
  while (monotonic_now() < end) {
    for (Watched& watched : usable) watched.look();
    std::this_thread::sleep_for(between_readings);
  }
  for (Watched& watched : usable) {
    const auto doubts = watched.doubts();
    for (std::size_t d = doubts.size(); d-- > 0;)
      if (!doubts[d].empty()) leave_out(d, doubts[d], watched.source);
  }
}

} // namespace joules
