// SPDX-License-Identifier: Apache-2.0
#include "attribution/windows.hpp"

#include "attribution/shares.hpp"

namespace joules {

namespace {

/// A little below an accounting window, because samples of a grid come a little early or late.
constexpr Nanoseconds shortest_window = accounting_window * 9 / 10;

Nanoseconds length_of(const Window& window, const std::vector<CpuInterval>& intervals) {
  Nanoseconds length{0};
  for (std::size_t i = window.first; i < window.last; ++i) length += intervals[i].length;
  return length;
}

/// `may_end(i)`: after interval i.
template <class MayEnd>
std::vector<Window> cut(const std::vector<CpuInterval>& intervals, MayEnd may_end) {
  std::vector<Window> windows;
  bool is_full = true;
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    if (is_full) windows.push_back({i, i});
    windows.back().last = i + 1;
    is_full = may_end(i) && length_of(windows.back(), intervals) >= shortest_window;
  }
  if (windows.size() > 1 && !is_full) {
    windows.pop_back();
    windows.back().last = intervals.size();
  }
  return windows;
}

} // namespace

std::vector<Window> windows_of(const std::vector<CpuInterval>& intervals) {
  return cut(intervals, [](std::size_t) { return true; });
}

std::vector<Window> windows_of(const std::vector<CpuInterval>& intervals,
                               const std::vector<Sample>& samples) {
  return cut(intervals, [&](std::size_t i) { return samples[i + 1].host.has_value(); });
}

} // namespace joules
