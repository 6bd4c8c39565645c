// SPDX-License-Identifier: Apache-2.0
#include "cli/value_text.hpp"
#include "cli/values.hpp"

namespace joules {

namespace {

struct UnitName {
  std::string_view name;
  double factor;
};

/// The longest names first: "mJ" ends with "J". Case tells milli from mega.
template <std::size_t count>
std::optional<double> quantity_from(std::string_view text, const UnitName (&units)[count]) {
  for (const UnitName& unit : units)
    if (text.ends_with(unit.name))
      if (const auto number = number_from(text.substr(0, text.size() - unit.name.size())))
        return *number * unit.factor;
  return number_from(text);
}

constexpr double largest = 1e15; // beyond it the microjoules of a counter are no longer exact

} // namespace

Joules budget_from(const std::string& text) {
  constexpr UnitName units[] = {{"kWh", 3.6e6}, {"mWh", 3.6},      {"Wh", 3600},
                                {"MJ", 1e6},    {"kJ", 1e3},       {"mJ", 1e-3},
                                {"uJ", 1e-6},   {"\u00b5J", 1e-6}, {"J", 1}};
  const auto joules = quantity_from(text, units);
  if (!joules || *joules <= 0 || *joules > largest)
    reject("--budget", text, "an energy above 0, as in 12J, 800mJ, 3Wh (J mJ uJ kJ MJ mWh Wh kWh)");
  return Joules{*joules};
}

Watts max_power_from(const std::string& text) {
  constexpr UnitName units[] = {{"kW", 1e3}, {"mW", 1e-3}, {"W", 1}};
  const auto watts = quantity_from(text, units);
  if (!watts || *watts <= 0 || *watts > largest)
    reject("--max-power", text, "a power above 0, as in 40W (W mW kW)");
  return Watts{*watts};
}

double max_regression_from(const std::string& text) {
  const auto percent = number_from(text, "%");
  if (!percent || *percent < 0 || *percent > 1e6)
    reject("--max-regression", text, "percent, 0 or more, as in 5");
  return *percent;
}

bool is_host_scope(const std::string& text) {
  return choose<bool>("--scope", text, {{"tree", false}, {"host", true}});
}

GateRule gate_rule_from(const std::string& text) {
  return choose<GateRule>("--gate", text,
                          {{"point", GateRule::point}, {"confident", GateRule::confident}});
}

OnUnavailable on_unavailable_from(const std::string& text) {
  return choose<OnUnavailable>("--on-unavailable", text,
                               {{"fail", OnUnavailable::fail},
                                {"skip", OnUnavailable::skip},
                                {"estimate", OnUnavailable::estimate}});
}

} // namespace joules
