// SPDX-License-Identifier: Apache-2.0
// The user's settings for everything that joules writes.
#pragma once

#include "joules/choices.hpp"
#include "output/settings.hpp"
#include "report/settings.hpp"

#include <vector>

namespace joules {

/// automatic: on a terminal.
enum class When { automatic, always, never };

template <>
struct Choices<When> {
  static constexpr Choice<When> all[] = {
      {"auto", When::automatic}, {"always", When::always}, {"never", When::never}};
};

/// --export KIND=FILE
struct ExportRequest {
  ExportKind kind = ExportKind::json;
  DestinationRequest destination;
};

struct OutputSettings {
  DestinationRequest report;
  std::vector<ExportRequest> exports;
  DestinationRequest recording; // of all that the runs left behind
  bool github = false;          // annotations and a step summary
  When color = When::automatic;
  When progress = When::automatic;
  bool quiet = false; // no report on standard error when all is well
};

} // namespace joules
