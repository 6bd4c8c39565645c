// SPDX-License-Identifier: Apache-2.0
// The user's settings for reports: their form, and what they say.
#pragma once

#include "joules/choices.hpp"
#include "report/format_string.hpp"

#include <cstddef>
#include <string>

namespace joules {

enum class ReportKind { text, json, format };

/// In which unit energies are shown. automatic: by their size.
enum class EnergyUnit { automatic, joule, millijoule, kilojoule, watt_hour, kilowatt_hour };

template <>
struct Choices<EnergyUnit> {
  static constexpr Choice<EnergyUnit> all[] = {
      {"J", EnergyUnit::joule},           {"mJ", EnergyUnit::millijoule},
      {"kJ", EnergyUnit::kilojoule},      {"Wh", EnergyUnit::watt_hour},
      {"kWh", EnergyUnit::kilowatt_hour}, {"auto", EnergyUnit::automatic}};
};

/// The order of --by-process: each process below its parent, or by what each used itself.
enum class ProcessOrder { tree, energy };

template <>
struct Choices<ProcessOrder> {
  static constexpr Choice<ProcessOrder> all[] = {
      {"tree", ProcessOrder::tree, "each below its parent (default)"},
      {"energy", ProcessOrder::energy, "most energy first"}};
};

enum class ExportKind { json, csv, markdown, junit, openmetrics, gab, bmf, trace, html };

template <>
struct Choices<ExportKind> {
  static constexpr Choice<ExportKind> all[] = {{"json", ExportKind::json},
                                               {"csv", ExportKind::csv},
                                               {"markdown", ExportKind::markdown},
                                               {"junit", ExportKind::junit},
                                               {"openmetrics", ExportKind::openmetrics},
                                               {"gab", ExportKind::gab},
                                               {"bmf", ExportKind::bmf},
                                               {"trace", ExportKind::trace},
                                               {"html", ExportKind::html}};
};

/// Columns of the report: of a terminal that has fewer, its own.
inline constexpr std::size_t widest_report = 100;
inline constexpr std::size_t narrowest_report = 60;

struct TextStyle {
  EnergyUnit unit = EnergyUnit::automatic;
  bool verbose = false;    // per domain and per clock
  bool by_command = false; // per program name, where a ledger was kept
  bool by_process = false;
  bool plot = false;                       // pictures below the report
  ProcessOrder order = ProcessOrder::tree; // of by_process
  // Decided once it is known where the text goes:
  bool color = false;
  bool unicode = false;              // characters beyond ASCII are shown
  std::size_t width = widest_report; // narrowest_report to widest_report
  bool on_terminal = false;          // else commands of processes and verdicts are shown whole
};

struct ReportSettings {
  ReportKind kind = ReportKind::text;
  std::string format; // of ReportKind::format
  TextStyle style;
  bool arguments_shown = true; // of commands and processes; false: their first words only
};

} // namespace joules
