// SPDX-License-Identifier: Apache-2.0
// The report for people: one fact a line, at most 100 columns, C-locale numbers.
#pragma once

#include "joules/account.hpp"
#include "joules/recording.hpp"

#include <cstddef>
#include <string>

namespace joules {

enum class EnergyUnit { automatic, joule, millijoule, kilojoule, watt_hour };

/// Columns of the report: of a terminal that has fewer, its own.
inline constexpr std::size_t widest_report = 100;
inline constexpr std::size_t narrowest_report = 60;

struct TextStyle {
  EnergyUnit unit = EnergyUnit::automatic;
  bool verbose = false;    // per domain and per clock
  bool by_command = false; // per program name, where a ledger was kept
  bool by_process = false;
  bool color = false;
  std::size_t width = widest_report; // narrowest_report to widest_report
};

/// Ends with a newline.
std::string text_report(const Recording& recording, const EnergyAccount& account,
                        const TextStyle& style);

} // namespace joules
