// SPDX-License-Identifier: Apache-2.0
// The user's request, parsed and checked: one mode, made of the settings that its stages obey.
#pragma once

#include "app/settings.hpp"
#include "attribution/settings.hpp"
#include "cli/section.hpp"
#include "experiment/settings.hpp"
#include "report/settings.hpp"
#include "sampling/settings.hpp"
#include "sensors/settings.hpp"
#include "statistics/settings.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace joules {

/// Run commands and report their energy.
struct Measure {
  std::vector<std::vector<std::string>> commands; // several with --compare
  std::optional<std::string> user;                // nullopt: the commands run as joules does
  SensorSettings sensors;
  SamplingSettings sampling;
  AttributionSettings attribution;
  ExperimentSettings experiment;
  GateSettings gates;
  ReportSettings report;
  OutputSettings output;
};

/// Report on recorded runs.
struct Replay {
  std::string file;
  std::optional<AttributionSettings> attribution; // nullopt: as the runs were attributed
  GateSettings gates;
  ReportSettings report;
  OutputSettings output;
};

/// Weigh stack traces by the energy of recorded runs.
struct Fold {
  std::string recording;                          // a file
  std::optional<AttributionSettings> attribution; // nullopt: as the runs were attributed
  ReportSettings report;
  OutputSettings output;
};

/// Compare two saved reports.
struct Diff {
  std::string before, after;       // files
  std::optional<std::string> name; // of the command that is meant, where a report has several
  GateSettings gates;
  ReportSettings report;
  OutputSettings output;
};

/// Add up saved reports.
struct Merge {
  std::vector<std::string> files;
  ReportSettings report;
  OutputSettings output;
};

/// List the sensors, and say how to get access.
struct Doctor {
  SensorSettings sensors;
  std::optional<std::string> save; // an archive of the sensors' files
  ReportSettings report;
  OutputSettings output;
};

/// Show the options.
struct Help {
  std::vector<Section> sections; // empty: the first screen
};

struct Version {};

using Request = std::variant<Measure, Replay, Fold, Diff, Merge, Doctor, Help, Version>;

struct Settings;

/// Gives the mode that was asked for the settings that it obeys. `words` are those after the
/// options. Throws Failure where options and words do not go together.
Request request_of(Settings settings, std::vector<std::string> words);

} // namespace joules
