// SPDX-License-Identifier: Apache-2.0
// Energies as the text report shows them: unit, digits, and "-" for what is not known.
#pragma once

#include "joules/account.hpp"
#include "report/text/rows.hpp"
#include "report/text/text.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace joules {

struct Scale {
  double joules;
  std::string_view symbol;
};

Scale scale_for(Joules energy, EnergyUnit unit);

/// Two digits are all that an estimate knows.
int digits_of(bool estimated, int measured);

/// A row with label, value and unit.
Row energy_figure(std::string label, const std::optional<Joules>& energy,
                  const EnergyAccount& account, EnergyUnit unit);

} // namespace joules
