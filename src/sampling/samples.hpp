// SPDX-License-Identifier: Apache-2.0
// Everything that was read at the instants of a run, while it grows.
#pragma once

#include "joules/accounting.hpp"
#include "joules/recording.hpp"
#include "joules/sensors.hpp"

#include <cstddef>
#include <vector>

namespace joules {

/// Each counter and each subject has one reading for each instant.
struct Samples {
  std::vector<Sample> instants;
  std::vector<CounterReadings> counters;
  std::vector<DeviceReadings> devices;
  std::vector<SubjectReadings> subjects;

  /// Room for so many: untouched memory costs nothing.
  void reserve(std::size_t count);
  /// Readings beyond the last instant go: the sample that they were for has failed.
  void drop_incomplete() noexcept;
};

/// None yet, of what `sensors` measure, and of `subjects`.
Samples samples_of(const Sensors& sensors, const std::vector<OpenSubject>& subjects);

/// Keeps the first, the last and every other sample between: half the memory, the same totals.
/// Returns the others, for their memory.
std::vector<Sample> thin_out(Samples& samples);

} // namespace joules
