// SPDX-License-Identifier: Apache-2.0
#include "attribution/present_power.hpp"

#include <algorithm>
#include <cstddef>

namespace joules {

namespace {

constexpr std::chrono::seconds watched_at_least{1};

/// Two samples with the host's time, by their numbers.
struct Moment {
  std::size_t from, to;
};

std::optional<Moment> last_moment(const std::vector<Sample>& samples) {
  std::optional<std::size_t> to, from;
  for (std::size_t i = samples.size(); i-- > 0;) {
    if (!samples[i].host) continue;
    if (!to) {
      to = i;
      continue;
    }
    from = i;
    if (samples[*to].at - samples[i].at >= watched_at_least) break;
  }
  return from && samples[*from].at < samples[*to].at ? std::optional(Moment{*from, *to})
                                                     : std::nullopt;
}

/// nullopt: a reading failed, or shows what the counter cannot have counted.
std::optional<Joules> counted(const CounterReadings& counter, const Moment& moment, Seconds time) {
  const Reading &first = counter.readings[moment.from], &last = counter.readings[moment.to];
  if (!first || !last || *first == impossible_reading || *last == impossible_reading)
    return std::nullopt;
  std::uint64_t difference = *last - *first; // of unsigned numbers
  if (*last < *first) {
    if (!counter.counter.modulus) return std::nullopt;
    difference += counter.counter.modulus->count;
  }
  const Joules energy = joules_of(Microjoules{difference});
  return energy / time <= counter.counter.largest_power ? std::optional(energy) : std::nullopt;
}

std::optional<Joules> counted(const std::vector<CounterReadings>& counters, const Moment& moment,
                              Seconds time) {
  if (counters.empty()) return std::nullopt;
  Joules sum{0};
  for (const CounterReadings& counter : counters) {
    const auto energy = counted(counter, moment, time);
    if (!energy) return std::nullopt;
    sum += *energy;
  }
  return sum;
}

} // namespace

PresentPower present_power(const std::vector<Sample>& samples,
                           const std::vector<CounterReadings>& counters,
                           const std::optional<PowerModel>& model) {
  const auto moment = last_moment(samples);
  if (!moment) return {};
  const Sample &from = samples[moment->from], &to = samples[moment->to];
  const Seconds time = to.at - from.at;
  const Seconds tree = std::max(to.tree_cpu - from.tree_cpu, Nanoseconds{0});
  const Seconds busy = std::max(Seconds(to.host->worked - from.host->worked), tree);
  PresentPower power;
  if (model) {
    const double busy_cpus = std::min<double>(busy / time, to.host->online_cpus);
    power.host = Watts{model->idle_watts.middle * to.host->online_cpus +
                       (model->busy_watts.middle - model->idle_watts.middle) * busy_cpus};
  } else if (const auto energy = counted(counters, *moment, time)) {
    power.host = *energy / time;
  }
  if (power.host && busy.count() > 0) power.tree = *power.host * (tree / busy);
  return power;
}

} // namespace joules
