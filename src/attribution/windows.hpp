// SPDX-License-Identifier: Apache-2.0
// Runs of intervals that are long enough for the ticks of /proc/stat.
#pragma once

#include "attribution/tree_share.hpp"
#include "joules/recording.hpp"

#include <cstddef>
#include <vector>

namespace joules {

/// Intervals first, ..., last - 1.
struct Window {
  std::size_t first = 0;
  std::size_t last = 0;
};

/// The run cut into the shortest windows that are full; the last one takes what is left.
std::vector<Window> windows_of(const std::vector<CpuInterval>& intervals);

/// The same, with windows that begin and end at samples which read the host's time.
std::vector<Window> windows_of(const std::vector<CpuInterval>& intervals,
                               const std::vector<Sample>& samples);

} // namespace joules
