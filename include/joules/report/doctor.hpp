// SPDX-License-Identifier: Apache-2.0
// What --doctor says: every counter found, counted or not and why, and how to get access.
#pragma once

#include "joules/recording.hpp"

#include <string>

namespace joules {

/// `estimate`: the model that is used when no sensor is. `load`: the first number of /proc/loadavg,
/// empty when not known.
std::string doctor_report(const Method& method, const PowerModel& estimate,
                          const HostDescription& host, const std::string& load);

} // namespace joules
