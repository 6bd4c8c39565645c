// SPDX-License-Identifier: Apache-2.0
#include "attribution/windows.hpp"

#include "attribution/shares.hpp"

namespace joules {

namespace {

/// A little below an accounting window, because samples of a grid come a little early or late.
constexpr Nanoseconds shortest = accounting_window * 9 / 10;

Nanoseconds length_of(const Window& window, const std::vector<CpuInterval>& intervals) {
  Nanoseconds length{0};
  for (std::size_t i = window.first; i < window.last; ++i) length += intervals[i].length;
  return length;
}

} // namespace

std::vector<Window> windows_of(const std::vector<CpuInterval>& intervals) {
  std::vector<Window> windows;
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    if (windows.empty() || length_of(windows.back(), intervals) >= shortest)
      windows.push_back({i, i});
    windows.back().last = i + 1;
  }
  if (windows.size() > 1 && length_of(windows.back(), intervals) < shortest) {
    windows.pop_back();
    windows.back().last = intervals.size();
  }
  return windows;
}

} // namespace joules
