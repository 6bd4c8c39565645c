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

Sample sample_of(const SensorSource& source) {
  Sample sample;
  sample.at = monotonic_now();
  for (const auto& counter : source.counters) {
    const auto reading = counter->read();
    sample.energy_uj.push_back(reading ? std::optional(*reading) : std::nullopt);
  }
  return sample;
}

std::vector<std::string> doubts_about(const SensorSource& source,
                                      const std::vector<Sample>& samples) {
  std::vector<CounterHistory> histories;
  for (std::size_t d = 0; d < source.domains.size(); ++d)
    histories.push_back(
        history_of(samples, d, source.domains[d].modulus_uj, source.domains[d].largest_power));
  return doubts_about(source.domains, histories, samples.back().at - samples.front().at);
}

void leave_out(std::size_t index, const std::string& doubt, SensorSource& source) {
  const auto at = static_cast<std::ptrdiff_t>(index);
  Domain domain = std::move(source.domains[index]);
  domain.counted = false;
  domain.missing = domain.distrusted = true;
  domain.unreadable = doubt;
  if (!domain.memory && source.unavailable_reason.empty())
    source.unavailable_reason = domain.path + ": " + doubt;
  source.left_out.push_back(std::move(domain));
  source.domains.erase(source.domains.begin() + at);
  source.counters.erase(source.counters.begin() + at);
}

} // namespace

void leave_out_implausible(std::vector<SensorSource>& sources) {
  std::vector<std::vector<Sample>> samples(sources.size());
  if (std::ranges::none_of(sources, &SensorSource::is_usable)) return;
  const Instant end = monotonic_now() + watch;
  while (monotonic_now() < end) {
    for (std::size_t s = 0; s < sources.size(); ++s)
      if (sources[s].is_usable()) samples[s].push_back(sample_of(sources[s]));
    std::this_thread::sleep_for(between_readings);
  }
  for (std::size_t s = 0; s < sources.size(); ++s) {
    if (samples[s].size() < 2) continue;
    const auto doubts = doubts_about(sources[s], samples[s]);
    for (std::size_t d = doubts.size(); d-- > 0;)
      if (!doubts[d].empty()) leave_out(d, doubts[d], sources[s]);
  }
}

} // namespace joules
