// SPDX-License-Identifier: Apache-2.0
// Graphics cards: whole devices beside the host's energy, each on a line of its own and never added
// to it. Where the driver tells who used the card, the tree's part of it, too.
#pragma once

#include "joules/host.hpp"
#include "sensors/energy_counter.hpp"

#include <memory>
#include <string>
#include <vector>

namespace joules {

/// How much a card was used since it was opened, in a unit of the driver's own.
struct DeviceUse {
  double by_tree = 0;
  double by_all = 0;
};

class DeviceCounter : public EnergyCounter {
public:
  [[nodiscard]] virtual const Device& device() const = 0;
  [[nodiscard]] const Counter& identity() const final { return device().counter; }
  /// Notes who has used the card since the last call: to be called with each sample, and with the
  /// numbers of the tree's processes in ascending order.
  virtual void watch(const std::vector<int>& tree) = 0;
  /// By all is 0 where the driver does not tell.
  [[nodiscard]] virtual DeviceUse use() const = 0;
};

struct Gpus {
  std::vector<std::unique_ptr<DeviceCounter>> counters;
  std::vector<Exclusion> left_out;
  std::string unavailable_reason; // why there is none
};

/// NVIDIA's by NVML (libnvidia-ml.so.1, loaded here and now: nothing of it is needed to build or to
/// run without), then AMD's and Intel's by hwmon; else those that an HPE Cray's controller counts.
Gpus find_gpus(const HostRoot& host);

} // namespace joules
