// SPDX-License-Identifier: Apache-2.0
// Watches the use of the graphics cards during a run.
#pragma once

#include "joules/accounting.hpp"
#include "joules/sensors.hpp"

#include <memory>
#include <vector>

namespace joules {

class DeviceWatch {
public:
  /// `cards` outlive the watch.
  explicit DeviceWatch(const std::vector<std::unique_ptr<DeviceCounter>>& cards) : cards_(cards) {}

  /// Notes the use before the run, which is left out.
  void begin();
  /// After each walk of the tree.
  void look(const ProcfsTree& tree);
  /// Stores for each card which part of its use was the tree's. REQUIRES: as many devices as cards.
  void tell_shares(std::vector<DeviceReadings>& devices) const;

private:
  const std::vector<std::unique_ptr<DeviceCounter>>& cards_;
  std::vector<DeviceUse> used_before_;
};

} // namespace joules
