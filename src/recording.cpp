// SPDX-License-Identifier: Apache-2.0
#include "joules/recording.hpp"

namespace joules {

std::string why_no_sensor(const Method& method) {
  return method.unavailable_reason + (method.remedy.empty() ? "" : "; " + method.remedy);
}

} // namespace joules
