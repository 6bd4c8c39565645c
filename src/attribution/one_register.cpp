// SPDX-License-Identifier: Apache-2.0
#include "attribution/one_register.hpp"

namespace joules {

namespace {

constexpr int values_that_prove = 20;

bool are_of_a_kind(const Counter& a, const Counter& b) {
  return a.memory == b.memory && a.modulus == b.modulus && a.counted_by == b.counted_by &&
         !a.is_integrated();
}

/// Returns what a counter showed, counted from its first reading where it began when joules opened
/// it.
Reading shown(const CounterReadings& counter, std::size_t sample) {
  const Reading& reading = counter.readings[sample];
  const Reading& first = counter.readings.front();
  if (!counter.counter.begins_when_opened()) return reading;
  return reading && first ? Reading(*reading - *first) : std::nullopt;
}

bool show_one_register(const CounterReadings& a, const CounterReadings& b) {
  int values = 0;
  Reading last;
  for (std::size_t i = 0; i < a.readings.size(); ++i) {
    const Reading value = shown(a, i);
    if (!value || value != shown(b, i)) return false;
    if (value != last) ++values;
    last = value;
  }
  return values >= values_that_prove;
}

} // namespace

std::vector<std::optional<std::size_t>>
repeated_registers(const std::vector<CounterReadings>& counters) {
  std::vector<std::optional<std::size_t>> first_ones(counters.size());
  for (std::size_t b = 1; b < counters.size(); ++b)
    for (std::size_t a = 0; a < b && !first_ones[b]; ++a)
      if (!first_ones[a] && are_of_a_kind(counters[a].counter, counters[b].counter) &&
          show_one_register(counters[a], counters[b]))
        first_ones[b] = a;
  return first_ones;
}

} // namespace joules
