// SPDX-License-Identifier: Apache-2.0
// What the tables of several runs have in common.
#pragma once

#include "joules/metric.hpp"
#include "joules/runs.hpp"
#include "report/text/rows.hpp"
#include "report/text/text.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace joules {

std::string left(std::string text, std::size_t width);
std::string right(const std::string& text, std::size_t width);
/// "1 run", "2 runs"
std::string counted(std::size_t count, const std::string& word);

/// With so many decimals, or "1.2e+09" where that is wider than `width`.
std::string fitting(double value, int decimals, std::size_t width);

/// "+7.1", "-12.0", "+104", ">1e5": at most 6 letters. REQUIRES: -100 at least.
std::string percent_text(double percent);

struct MetricUnit {
  double size = 1; // in joules, watts or seconds
  std::string symbol;
};

/// Energies in the unit that suits `mean`, or the user's.
MetricUnit unit_for(Metric metric, double mean, EnergyUnit unit);

/// "attributed by busy time", "attributed by policy capacity"
std::string attributed_by(std::string_view policy);

/// By what the energies were measured, or estimated, and divided.
void method_rows(const Run& run, RowWriter& rows);

} // namespace joules
