// SPDX-License-Identifier: Apache-2.0
#include "attribution/turns.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace joules {

namespace {

constexpr Seconds shortest_turn{1e-6}, longest_turn{3600};

/// The turn with which `left` of the variance is left over `time`.
Seconds turn_of(double left, Seconds time) {
  Seconds from = shortest_turn, to = longest_turn;
  for (int step = 0; step < 60; ++step) {
    const Seconds middle(std::sqrt(from.count() * to.count()));
    (variance_left(time, middle) < left ? from : to) = middle;
  }
  return from;
}

} // namespace

double variance_left(Seconds time, Seconds turn) {
  if (turn <= Seconds{0}) return 0;
  const double x = time / turn;
  return x < 1e-4 ? 1 - x / 3 : 2 * (x - 1 + std::exp(-x)) / (x * x);
}

double lumpiness(Seconds interval, Seconds between_readings, Seconds turn) {
  const double known = variance_left(between_readings, turn);
  if (interval >= between_readings || known >= 1) return 0;
  return std::clamp((variance_left(interval, turn) - known) / (1 - known), 0.0, 1.0);
}

Turns turns_of(const std::vector<Nanoseconds>& others, const std::vector<Nanoseconds>& lengths,
               Nanoseconds quantum) {
  double variance = 0, of_whole_cpus = 0;
  Seconds time{0};
  int readings = 0, differences = 0;
  for (std::size_t i = 0; i < others.size(); ++i) {
    const Seconds length = lengths[i];
    if (length <= Seconds{0}) continue;
    const double cpus = std::max(Seconds(others[i]) / length, 0.0);
    const double part = cpus - std::floor(cpus);
    of_whole_cpus += part * (1 - part) * length.count() * length.count();
    time += length;
    ++readings;
    if (i == 0) continue;
    if (lengths[i - 1] <= Nanoseconds{0}) continue;
    // By rates, as intervals differ in length; here as if both had the mean one.
    const Seconds mean = (length + lengths[i - 1]) / 2;
    const double difference =
        (Seconds(others[i]) / length - Seconds(others[i - 1]) / Seconds(lengths[i - 1])) *
        mean.count();
    variance += difference * difference / 2;
    ++differences;
  }
  if (of_whole_cpus <= 0) return {};
  if (differences == 0) return {Seconds{0}, Seconds{0}, longest_turn}; // nothing was seen to vary
  variance /= differences;
  of_whole_cpus /= readings;
  time /= readings;
  const double of_readings = std::pow(Seconds(quantum).count(), 2) / 4;
  // Twice the standard error of a mean of squares of normal numbers that overlap in pairs, and more
  // where there are few.
  const double error =
      2 * std::max(variance, of_readings) * std::sqrt(3.0 / differences) * (1 + 6.0 / differences);
  const auto turn = [&](double own) {
    const double seen = std::max(own, 0.0) / of_whole_cpus; // variance left / variance within
    return seen > 0 ? turn_of(seen / (1 + seen), time) : Seconds{0};
  };
  return {turn(variance - of_readings - error), turn(variance - of_readings),
          turn(variance - of_readings + error)};
}

} // namespace joules
