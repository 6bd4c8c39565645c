// SPDX-License-Identifier: Apache-2.0
// attribution/: which part of the host's energy the tree used: the formulas of the project. Pure.
#pragma once

#include "attribution/attribute.hpp"     // attribute(): a Recording to an EnergyAccount
#include "attribution/plausibility.hpp"  // which counters show what they cannot
#include "attribution/present_power.hpp" // for a line that shows that a run lives
