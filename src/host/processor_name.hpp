// SPDX-License-Identifier: Apache-2.0
// The processor's name out of /proc/cpuinfo, which each architecture writes in its own words.
#pragma once

#include <string>
#include <string_view>

namespace joules {

/// "Intel(R) Xeon(R) ...", "Cortex-A76 and Cortex-A55", "Loongson-3A6000-HV", "POWER9", "IBM z15",
/// "sifive,u74-mc". Where nobody has told us the name of a part, its numbers. Empty: it says
/// nothing.
std::string processor_name(std::string_view cpuinfo);

} // namespace joules
