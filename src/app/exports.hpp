// SPDX-License-Identifier: Apache-2.0
// Where --export and --github write: opened before the command starts, as the report's own is.
#pragma once

#include "joules/cli.hpp"
#include "joules/output.hpp"
#include "joules/statistics.hpp"

#include <list>
#include <optional>

namespace joules {

class Exports {
public:
  /// Throws Failure when one of them cannot be written, or would overwrite another one or `report`.
  Exports(const Request& request, const Destination& report);

  /// All of them, whatever fails; false, and a message each, where one did.
  bool write(const Experiment& experiment, const Analysis& analysis);

private:
  struct Open {
    Open(ExportKind of_kind, const DestinationRequest& request)
        : kind(of_kind), destination(request) {}
    ExportKind kind;
    Destination destination;
  };
  std::list<Open> open_;                    // a Destination stays where it is
  std::optional<Destination> step_summary_; // what is appended here GitHub shows on the run's page
  bool github_;
};

} // namespace joules
