// SPDX-License-Identifier: Apache-2.0
#include "program/environment.hpp"

#include <cstdlib>
#include <string_view>

namespace joules {

namespace {
std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}
} // namespace

bool wants_color(ColorWhen when, bool is_terminal) {
  if (when != ColorWhen::automatic) return when == ColorWhen::always;
  if (!variable("NO_COLOR").empty()) return false;
  const std::string_view force = variable("CLICOLOR_FORCE");
  if (!force.empty() && force != "0") return true;
  if (variable("CLICOLOR") == "0") return false;
  return is_terminal && variable("TERM") != "dumb";
}

bool wants_progress(ColorWhen when, bool is_terminal) {
  if (when != ColorWhen::automatic) return when == ColorWhen::always;
  return is_terminal && variable("TERM") != "dumb";
}

} // namespace joules
