// SPDX-License-Identifier: Apache-2.0
#include "attribution/power_series.hpp"

#include <algorithm>

namespace joules {

namespace {

/// From update to update of the slowest counter that counts.
Seconds pace_of(const std::vector<CounterHistory>& counters,
                const std::vector<DomainEnergy>& domains) {
  Seconds pace{0};
  for (std::size_t c = 0; c < domains.size(); ++c)
    if (domains[c].energy.value)
      pace = std::max({pace, counters[c].counter.period, Seconds(counters[c].longest_standstill)});
  return pace;
}

/// What came after a counter's last update is not in the run's last stretch, which is to be so many
/// times as long as it takes from update to update.
constexpr double least_updates_at_end = 4;

/// The numbers of the samples at which stretches end. An interval far shorter than the others, at a
/// mark or at the end, makes none by itself: in it one update of a counter would be a spike.
std::vector<std::size_t> ends_of_stretches(const std::vector<Sample>& samples, Seconds shortest,
                                           Seconds pace) {
  const Instant start = samples.front().at, end = samples.back().at;
  const std::size_t intervals = samples.size() - 1;
  const Seconds usual = Seconds(end - start) / static_cast<double>(intervals);
  const Seconds least = std::max(usual / 2, pace);
  const Seconds least_at_end = std::max(usual / 2, pace * least_updates_at_end);
  const auto place_of = [&](std::size_t interval) {
    const Seconds middle = (samples[interval].at - start + samples[interval + 1].at - start) / 2;
    return shortest.count() > 0 ? static_cast<std::uint64_t>(middle / shortest) : interval;
  };
  std::vector<std::size_t> ends;
  std::size_t begun = 0;
  for (std::size_t i = 1; i < intervals; ++i) {
    if (place_of(i) == place_of(begun) || samples[i].at - samples[begun].at < least) continue;
    if (end - samples[i].at < least_at_end) break;
    ends.push_back(i);
    begun = i;
  }
  ends.push_back(intervals);
  return ends;
}

/// A counter that came during the run shows no power before.
bool is_known_throughout(const CounterHistory& counter, const DomainEnergy& domain) {
  return domain.energy.value && (counter.known.empty() || counter.known.front());
}

/// Mean of a series over stretches; empty: the series is.
template <class Mean, class Series, class Value>
std::vector<Mean> means(const Series& series, const std::vector<std::size_t>& ends,
                        const std::vector<Sample>& samples, Value value) {
  std::vector<Mean> means;
  if (series.empty()) return means;
  std::size_t from = 0;
  for (const std::size_t to : ends) {
    auto sum = value(series[from]);
    for (std::size_t i = from + 1; i < to; ++i) sum += value(series[i]);
    means.push_back(sum / Seconds(samples[to].at - samples[from].at));
    from = to;
  }
  return means;
}

} // namespace

PowerSeries power_series(const Recording& recording, const Division& division,
                         const std::vector<CounterHistory>& counters, const CpuHistory& cpu,
                         std::size_t most) {
  PowerSeries series;
  if (most == 0 || division.of_host.empty()) return series;
  const std::vector<Sample>& samples = recording.samples;
  const Seconds wall = samples.back().at - samples.front().at;
  const Seconds pace = pace_of(counters, division.domains);
  const auto ends =
      ends_of_stretches(samples, std::max(wall / static_cast<double>(most), pace), pace);
  for (const std::size_t end : ends) series.until.push_back(samples[end].at - samples.front().at);
  const auto watts = [&](const EnergySeries& energy) {
    return means<Watts>(energy, ends, samples, [](Joules joules) { return joules; });
  };
  const auto cpus = [&](Nanoseconds CpuInterval::*time) {
    return means<double>(cpu.intervals, ends, samples,
                         [&](const CpuInterval& one) { return Seconds(one.*time); });
  };
  series.host = watts(division.of_host);
  series.tree = watts(division.of_tree);
  series.tree_cpus = cpus(&CpuInterval::tree);
  series.busy_cpus = cpus(&CpuInterval::busy);
  for (std::size_t c = 0; c < division.domains.size(); ++c)
    series.domains.push_back(is_known_throughout(counters[c], division.domains[c])
                                 ? watts(counters[c].intervals)
                                 : std::vector<Watts>());
  return series;
}

} // namespace joules
