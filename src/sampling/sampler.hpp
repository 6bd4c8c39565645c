// SPDX-License-Identifier: Apache-2.0
// Reads every counter and clock once, again and again.
#pragma once

#include "joules/accounting.hpp"
#include "joules/recording.hpp"
#include "joules/sensors.hpp"
#include "sampling/arrivals.hpp"
#include "sampling/clock.hpp"
#include "sampling/samples.hpp"
#include "sampling/schedule.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace joules {

class Sampler {
public:
  /// All that it gets by reference outlives it. `walk`, one of `tree`, knows the host's packages as
  /// `host` does.
  Sampler(const Sensors& sensors, LargestClock& tree, HostClock& host, const Clock& clock,
          const ProcfsTree* walk = nullptr, Subjects subjects = {})
      : sensors_(sensors), tree_(tree), host_(host), clock_(clock), walk_(walk),
        subjects_(std::move(subjects)), arrivals_(sensors.source.arrivals.get()),
        samples_(samples_of(sensors, subjects_.all())) {
    for (const auto& counter : sensors.source.counters) counters_.push_back(counter.get());
  }

  /// In this order: energy, with the instant taken around it; the host; the subjects; the tree.
  /// Energy and the host's busy time belong to one interval, so they stand together: a walk may
  /// take long. Tree time that is seen a little later is carried to the next interval where it does
  /// not fit. A full one looks for counters that have come. A counter whose read failed has no
  /// number in the sample; it does not make the sample fail. A light sample has no time of the
  /// host, whose file is the dearest to read of all that is not a walk, none of the subjects, and
  /// of the tree's clocks only the live one. One that fails for want of memory leaves nothing
  /// behind.
  const Sample& sample(Depth depth = Depth::full);
  void reserve(std::size_t count) { samples_.reserve(count); }
  /// Drops every other sample: the next ones take over their memory.
  void thin_out() { used_ = joules::thin_out(samples_); }

  [[nodiscard]] const Samples& samples() const { return samples_; }
  [[nodiscard]] Samples take_samples();
  /// After the last sample: what befell counters that came while it sampled.
  [[nodiscard]] std::vector<SensorEvent> end_run() { return arrivals_.end_run(); }

  /// The tree's CPU time alone: closes the books once the command was waited for.
  [[nodiscard]] Nanoseconds tree_cpu() { return tree_.read(stolen_); }

private:
  void read_counters();
  void read_subjects(Depth depth);
  [[nodiscard]] Sample read_all(Depth depth);
  void add_packages(Sample& sample);

  const Sensors& sensors_;
  LargestClock& tree_;
  HostClock& host_;
  const Clock& clock_;
  const ProcfsTree* walk_;
  Subjects subjects_;
  Arrivals arrivals_;
  std::vector<EnergyCounter*> counters_; // the source's, then those that have come
  Nanoseconds stolen_{0};                // by a hypervisor, as far as known
  Samples samples_;
  std::vector<Sample> used_;
};

} // namespace joules
