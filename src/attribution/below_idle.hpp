// SPDX-License-Identifier: Apache-2.0
// An idle power that the host stayed below cannot be right: what a tree added to it is not known.
#pragma once

#include "attribution/division.hpp"

namespace joules {

/// Where the host drew less than nine tenths of the policy's idle power over the whole run, even at
/// the end of its uncertainty: nothing is known of the tree, and the reason is given. Idle power
/// drifts with temperature, so that somewhat less is no contradiction.
void refuse_power_below_idle(const Policy& policy, Seconds wall, Division& division);

} // namespace joules
