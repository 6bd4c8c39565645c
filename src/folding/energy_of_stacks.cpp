// SPDX-License-Identifier: Apache-2.0
#include "folding/energy_of_stacks.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace joules {

EnergyOfStacks::EnergyOfStacks(std::vector<EnergyWindow> windows)
    : windows_(std::move(windows)), samples_in_(windows_.size(), 0) {}

void EnergyOfStacks::add(const StackSample& sample) {
  const auto after = std::ranges::upper_bound(windows_, sample.at, {}, &EnergyWindow::from);
  if (after == windows_.begin()) return;
  const auto window = std::prev(after);
  if (sample.at > window->to) return;
  const auto number = static_cast<std::size_t>(window - windows_.begin());
  ++samples_in_[number];
  samples_.push_back({number, &*stacks_.insert(sample.frames).first});
}

std::string EnergyOfStacks::folded() const {
  std::map<std::string_view, Joules> energies;
  for (const Sample& sample : samples_)
    energies[*sample.stack] +=
        windows_[sample.window].energy * (1.0 / static_cast<double>(samples_in_[sample.window]));
  for (std::size_t w = 0; w < windows_.size(); ++w)
    if (samples_in_[w] == 0) energies["[no sample]"] += windows_[w].energy;
  // The sum of all lines is rounded, and not each of them: so no energy is lost.
  std::string lines;
  double before = 0;
  long long told = 0;
  for (const auto& [stack, energy] : energies) {
    before += energy.value * 1e6;
    const long long until = std::llround(before);
    if (until > told) lines += std::string(stack) + " " + std::to_string(until - told) + "\n";
    told = std::max(told, until);
  }
  return lines;
}

} // namespace joules
