// SPDX-License-Identifier: Apache-2.0
#include "report/text/figures.hpp"

#include "joules/decimal.hpp"

#include <cmath>
#include <utility>

namespace joules {

Scale scale_for(Joules energy, EnergyUnit unit) {
  switch (unit) {
  case EnergyUnit::joule: return {1, "J"};
  case EnergyUnit::millijoule: return {1e-3, "mJ"};
  case EnergyUnit::kilojoule: return {1e3, "kJ"};
  case EnergyUnit::watt_hour: return {3600, "Wh"};
  case EnergyUnit::automatic: break;
  }
  const double size = std::abs(energy.value);
  if (size >= 1e5) return {1e3, "kJ"};
  if (size < 0.1 && size > 0) return {1e-3, "mJ"};
  return {1, "J"};
}

int digits_of(bool estimated, int measured) {
  return estimated ? 2 : measured;
}

Row energy_figure(std::string label, const std::optional<Joules>& energy,
                  const EnergyAccount& account, EnergyUnit unit) {
  Row row{std::move(label), "-", " ", "", ""};
  if (!energy) return row;
  const Scale scale = scale_for(*energy, unit);
  row.value = significant(energy->value / scale.joules, digits_of(account.estimated, 4));
  row.unit = scale.symbol;
  return row;
}

} // namespace joules
