// SPDX-License-Identifier: Apache-2.0
// What gates and reports ask of the runs that they speak of, whether these are made now or were
// recorded.
#pragma once

#include "app/settings.hpp"
#include "report/settings.hpp"
#include "statistics/settings.hpp"

#include <cstddef>

namespace joules {

struct RunsAsked {
  std::size_t commands = 1; // several: a comparison
  std::size_t of_each = 1;
};

/// Throws Failure where these runs cannot answer.
void require_answerable(const GateSettings& gates, const ReportSettings& report,
                        const OutputSettings& output, const RunsAsked& runs);

} // namespace joules
