// SPDX-License-Identifier: Apache-2.0
// The user's settings for the tree's part of the energy.
#pragma once

#include "joules/account.hpp"

namespace joules {

struct AttributionSettings {
  Policy policy;
  bool measure_idle_power = false; // of the idle host, for the policy; else it was given in watts
};

} // namespace joules
