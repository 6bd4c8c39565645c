// SPDX-License-Identifier: Apache-2.0
#include "sampling/device_watch.hpp"

#include <algorithm>
#include <cstddef>

namespace joules {

void DeviceWatch::begin() {
  for (const auto& card : cards_) used_before_.push_back(card->use());
}

void DeviceWatch::look(const ProcfsTree& tree) {
  if (cards_.empty()) return;
  std::vector<int> members;
  tree.for_each_member([&](const ProcessStat& stat, Nanoseconds) { members.push_back(stat.pid); });
  std::sort(members.begin(), members.end());
  for (const auto& card : cards_) card->watch(members);
}

void DeviceWatch::tell_shares(std::vector<DeviceReadings>& devices) const {
  for (std::size_t i = 0; i < devices.size(); ++i) {
    const DeviceUse use = cards_[i]->use();
    const double all = use.by_all - used_before_[i].by_all;
    const double tree = use.by_tree - used_before_[i].by_tree;
    if (all > 0) devices[i].tree_share = std::min(tree / all, 1.0);
  }
}

} // namespace joules
