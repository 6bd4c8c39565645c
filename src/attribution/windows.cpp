// SPDX-License-Identifier: Apache-2.0
#include "attribution/windows.hpp"

namespace joules {

namespace {

/// /proc/stat counts in ticks of 10 ms: a tenth of 100 ms, half of 20 ms. So the busy time of an
/// interval that is shorter than this is that of a window with its neighbours, scaled to its
/// length, else a tick that comes a sample late gives the tree all of one interval and nothing of
/// the next. The tree's own clocks are finer; its time stays where it was seen. A little below
/// 100 ms, because samples on a grid of 100 ms come a little early or late.
constexpr Seconds shortest_window{0.09};

bool is_full(const Window& window, const std::vector<Sample>& samples) {
  return samples[window.last].at - samples[window.first].at >= shortest_window;
}

} // namespace

std::vector<Window> windows_of(const std::vector<Sample>& samples) {
  std::vector<Window> windows;
  for (std::size_t i = 0; i + 1 < samples.size(); ++i) {
    if (windows.empty() || is_full(windows.back(), samples)) windows.push_back({i, i});
    windows.back().last = i + 1;
  }
  if (windows.size() > 1 && !is_full(windows.back(), samples)) {
    windows.pop_back();
    windows.back().last = samples.size() - 1;
  }
  return windows;
}

} // namespace joules
