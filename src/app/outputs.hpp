// SPDX-License-Identifier: Apache-2.0
// Everything that a measurement writes: its report, and what --export and --github add.
#pragma once

#include "app/settings.hpp"
#include "joules/output.hpp"
#include "joules/statistics.hpp"

#include <functional>
#include <list>
#include <string>
#include <vector>

namespace joules {

class Outputs {
public:
  /// Opens all of them; `of_report` is the place of the report. Throws Failure when one cannot be
  /// written, or would overwrite another one or one of `inputs`, files that are read.
  Outputs(const OutputSettings& output, const ReportSettings& report,
          const DestinationRequest& of_report, const std::vector<std::string>& inputs);

  /// Writes the report first: nobody else has to read before it is safe. When it cannot be written,
  /// standard error gets it, so that nothing is lost. False, and a message each, where one of the
  /// outputs could not be written; the others are. REQUIRES: any_run(experiment).
  bool write(const Experiment& experiment, const Analysis& analysis);

private:
  using Render = std::function<std::string(const Experiment&, const Analysis&)>;
  struct Export {
    Export(const DestinationRequest& place, Render rendered)
        : destination(place), render(std::move(rendered)) {}
    Destination destination;
    Render render;
  };

  [[nodiscard]] std::string render_report(const Experiment& experiment,
                                          const Analysis& analysis) const;
  bool write_report(const Experiment& experiment, const Analysis& analysis);

  const OutputSettings& output_;
  const ReportSettings& settings_;
  Destination report_;
  std::list<Export> exports_; // a Destination stays where it is
};

} // namespace joules
