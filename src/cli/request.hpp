// SPDX-License-Identifier: Apache-2.0
// What the user asked for, parsed and checked.
#pragma once

#include "accounting/cpu_clock_choice.hpp"
#include "experiment/perform.hpp"
#include "host/host_root.hpp"
#include "joules/account.hpp"
#include "output/destination.hpp"
#include "report/export/exports.hpp"
#include "report/text/text.hpp"
#include "sensors/sensor_choice.hpp"
#include "statistics/gate.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace joules {

enum class Mode { measure, diff, merge, doctor, help, version };
/// Of --color and --progress: automatic is on a terminal.
enum class ColorWhen { automatic, always, never };
enum class ReportKind { text, json, format };

enum class OnUnavailable { fail, skip, estimate };

/// Verdicts that the user wants, and what follows from them.
struct GateRequest {
  std::optional<Joules> budget;
  std::optional<Watts> max_power;
  std::optional<std::string> baseline;  // a saved report
  std::optional<double> max_regression; // percent
  bool of_host = false;                 // --scope
  GateRule rule = GateRule::automatic;
  bool strict = false; // inconclusive fails, too
  int exit_code = 122;
  OnUnavailable on_unavailable = OnUnavailable::fail;

  [[nodiscard]] bool any() const { return budget || max_power || max_regression; }
};

/// --export KIND=FILE
struct ExportRequest {
  ExportKind kind = ExportKind::json;
  DestinationRequest destination;
};

struct Request {
  Mode mode = Mode::measure;
  std::vector<std::vector<std::string>> commands; // several with --compare
  ExperimentOptions experiment;
  bool compare = false;
  bool by_shell = false; // the commands of --compare
  GateRequest gates;
  std::optional<std::string> user; // nullopt: the command runs as we do

  HostRoot host;
  std::filesystem::path powercap_root; // empty: the host's own
  SensorChoice sensor = SensorChoice::automatic;
  bool estimate_allowed = true;
  std::optional<std::string> save; // of --doctor: an archive of the sensors' files
  bool gpu = false;                // the energy of graphics cards, too
  Policy policy;
  bool measure_idle_power = false;
  CpuClockChoice cpu_clock = CpuClockChoice::automatic;
  bool align = false;
  std::optional<Nanoseconds> interval; // of sampling; nullopt: as short as it may cost
  std::optional<Nanoseconds> tree_wait_timeout = Nanoseconds{0}; // nullopt: until all are gone

  ReportKind report = ReportKind::text;
  std::string format;
  TextStyle style; // also what ledger is kept; its color is decided once the destination is known
  ColorWhen color = ColorWhen::automatic;
  ColorWhen progress = ColorWhen::automatic;
  bool quiet = false;
  DestinationRequest destination;
  std::vector<ExportRequest> exports;
  bool arguments_shown = true; // of commands and processes; false: their first words only
  bool github = false;         // annotations and a step summary
};

/// Options end at the first word that is not one, or at "--"; from there every word is the
/// command's. Throws Failure (125) with the option, the value and what is accepted.
Request parse_command_line(int argc, const char* const* argv);

/// One screen.
std::string_view help_text();

} // namespace joules
