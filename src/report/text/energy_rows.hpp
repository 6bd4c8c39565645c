// SPDX-License-Identifier: Apache-2.0
// The rows of energies and powers: of the tree, of subjects, of the host and of cards.
#pragma once

#include "joules/account.hpp"
#include "joules/recording.hpp"
#include "report/number.hpp"
#include "report/text/rows.hpp"

#include <optional>
#include <string>

namespace joules {

/// Where `half_width` is known both end at the same place.
Row energy_row(std::string label, const Energy& energy, const std::optional<Joules>& half_width,
               const NumberFormat& format);

void energy_rows(const Recording& recording, const EnergyAccount& account,
                 const NumberFormat& format, RowWriter& rows);

} // namespace joules
