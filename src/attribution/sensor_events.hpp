// SPDX-License-Identifier: Apache-2.0
// Tells what the events of sensors during the run mean for the energy. Pure.
#pragma once

#include "joules/account.hpp"
#include "joules/recording.hpp"

#include <string>
#include <vector>

namespace joules {

/// Was a part of this domain's energy not measured?
bool lost_energy(const std::string& domain, const std::vector<SensorEvent>& events);

/// Does an event say since when this domain was not measured, and why?
bool says_why_lost(const std::string& domain, const std::vector<SensorEvent>& events);

/// Is a part of the host's energy in none of its domains? What is missing of a graphics card, which
/// stands beside the host, is not.
bool lacks_energy(const Recording& recording);

Warning warning_about(const SensorEvent& event);

} // namespace joules
