// SPDX-License-Identifier: Apache-2.0
#include "joules/sampling/schedule.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace joules {

namespace {
/// A sample may cost one part in so many of its interval. The first and the last are outside this
/// rule, so that a run's samples cost up to half a percent in all.
constexpr int cost_limit = 300;
constexpr Nanoseconds short_step = std::chrono::milliseconds(20);
/// What a power does between two readings is not seen.
constexpr Seconds rarest_power_reading{0.25};
} // namespace

Nanoseconds Schedule::shortest_step() const {
  return short_steps_ > 0 ? std::min(short_step, interval_) : interval_;
}

void Schedule::sampled(Instant now, Nanoseconds cost) {
  if (now < deadline_) return;
  if (short_steps_ > 0) --short_steps_;
  const Nanoseconds step = std::min(std::max(shortest_step(), cost * cost_limit), longest_);
  deadline_ += step;
  // Ticks that were slept through are not made up for: their time is in the next interval.
  if (deadline_ <= now) deadline_ += ((now - deadline_) / step + 1) * step;
}

bool Schedule::slow_down() {
  if (interval_ * 2 > longest_) return false;
  interval_ *= 2;
  return true;
}

Nanoseconds longest_interval(const std::vector<Domain>& domains) {
  Seconds longest{60};
  for (const Domain& domain : domains) {
    if (domain.modulus_uj) longest = std::min(longest, wrap_time(*domain.modulus_uj) / 2);
    if (domain.integrated) longest = std::min(longest, rarest_power_reading);
  }
  return std::chrono::duration_cast<Nanoseconds>(std::max(longest, Seconds{0.01}));
}

std::vector<Sample> thin_out(std::vector<Sample>& samples) {
  if (samples.size() < 3) return {};
  std::size_t kept = 1;
  for (std::size_t i = 2; i < samples.size(); i += 2) std::swap(samples[kept++], samples[i]);
  if (samples.size() % 2 == 0) std::swap(samples[kept++], samples.back());
  const auto dropped = samples.begin() + static_cast<std::ptrdiff_t>(kept);
  std::vector<Sample> others(std::make_move_iterator(dropped),
                             std::make_move_iterator(samples.end()));
  samples.resize(kept);
  return others;
}

} // namespace joules
