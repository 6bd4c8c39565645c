// SPDX-License-Identifier: Apache-2.0
#include "report/phrases.hpp"

#include "joules/decimal.hpp"

#include <string.h>

namespace joules {

std::string signal_name(int signal) {
  const char* name = ::sigabbrev_np(signal);
  return name != nullptr ? "SIG" + std::string(name) : std::to_string(signal);
}

std::string listed(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + word;
  return list;
}

std::string described(const PowerModel& model) {
  return model.name + ", row " + model.row + ", " + fixed(model.idle_watts.middle, 2) +
         " W idle to " + fixed(model.busy_watts.middle, 2) + " W busy per hardware thread";
}

} // namespace joules
