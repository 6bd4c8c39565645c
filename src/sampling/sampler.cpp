// SPDX-License-Identifier: Apache-2.0
#include "sampling/sampler.hpp"

#include <algorithm>

namespace joules {

Sample Sampler::sample(Depth depth) {
  Sample sample;
  if (!used_.empty()) {
    sample.energy_uj = std::move(used_.back().energy_uj);
    sample.packages = std::move(used_.back().packages);
    used_.pop_back();
  }
  sample.energy_uj.clear();
  sample.energy_uj.reserve(counters_.size());
  sample.asleep = clock_.asleep();
  const Instant before = clock_.now();
  for (const auto& counter : counters_) {
    const auto reading = counter->read();
    sample.energy_uj.push_back(reading ? std::optional(*reading) : std::nullopt);
  }
  sample.at = before + (clock_.now() - before) / 2;
  if (depth == Depth::light) {
    sample.packages.clear();
    sample.tree_cpu = tree_.read_live(stolen_);
    return sample;
  }
  sample.host = host_.read(clock_.now());
  // Nanoseconds do not hold all that a broken file may say.
  constexpr Microseconds most = std::chrono::duration_cast<Microseconds>(Nanoseconds::max());
  if (sample.host) stolen_ = std::min(sample.host->steal, most);
  sample.tree_cpu = tree_.read(stolen_);
  add_packages(sample);
  return sample;
}

void Sampler::add_packages(Sample& sample) {
  sample.packages.clear();
  if (!sample.host || !walk_) return;
  sample.packages.reserve(host_.packages().size());
  for (std::size_t p = 0; p < host_.packages().size(); ++p)
    sample.packages.push_back({host_.packages()[p], walk_->cpu_by_package()[p]});
}

} // namespace joules
