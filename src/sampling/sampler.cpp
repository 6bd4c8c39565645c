// SPDX-License-Identifier: Apache-2.0
#include "sampling/sampler.hpp"

#include <algorithm>

namespace joules {

const Sample& Sampler::sample(Depth depth) try {
  return samples_.instants.emplace_back(read_all(depth));
} catch (...) {
  samples_.drop_incomplete();
  throw;
}

void Sampler::read_counters() {
  for (std::size_t i = 0; i < counters_.size(); ++i)
    samples_.counters[i].readings.push_back(reading_of(*counters_[i]));
  for (std::size_t i = 0; i < samples_.devices.size(); ++i)
    samples_.devices[i].energy.readings.push_back(reading_of(*sensors_.devices[i]));
}

void Sampler::read_subjects(Depth depth) {
  for (std::size_t i = 0; i < subjects_.all().size(); ++i)
    samples_.subjects[i].cpu.push_back(depth == Depth::full ? subjects_.all()[i].clock->read()
                                                            : std::nullopt);
}

Samples Sampler::take_samples() {
  for (std::size_t i = 0; i < subjects_.all().size(); ++i) {
    samples_.subjects[i].loss = subjects_.all()[i].clock->loss();
    samples_.subjects[i].overlaps = subjects_.all()[i].about.overlaps;
  }
  return std::move(samples_);
}

Sample Sampler::read_all(Depth depth) {
  Sample sample;
  if (!used_.empty()) {
    sample.packages = std::move(used_.back().packages);
    used_.pop_back();
  }
  if (depth == Depth::full) arrivals_.look(clock_.now(), samples_, counters_);
  sample.asleep = clock_.asleep();
  const Instant before = clock_.now();
  read_counters();
  sample.at = before + (clock_.now() - before) / 2;
  if (depth == Depth::light) {
    sample.packages.clear();
    read_subjects(depth);
    sample.tree_cpu = tree_.read_live(stolen_);
    return sample;
  }
  sample.host = host_.read(clock_.now());
  // Nanoseconds do not hold all that a broken file may say.
  constexpr Microseconds most = std::chrono::duration_cast<Microseconds>(Nanoseconds::max());
  if (sample.host) stolen_ = std::min(sample.host->steal, most);
  read_subjects(depth);
  sample.tree_cpu = tree_.read(stolen_);
  if (walk_) subjects_.look_for_moves(*walk_);
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
