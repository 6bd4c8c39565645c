// SPDX-License-Identifier: Apache-2.0
#include "program/exports.hpp"

#include "joules/report/exports.hpp"
#include "program/steps.hpp"

#include <cstdlib>

namespace joules {

namespace {

/// GitHub shows what is appended to this file on the run's page.
void add_step_summary(const Experiment& experiment, const Findings& findings) {
  const char* file = std::getenv("GITHUB_STEP_SUMMARY");
  if (file == nullptr || *file == '\0') return;
  Destination destination({file, true, std::nullopt});
  const auto written = destination.write(markdown_export(experiment, findings));
  if (!written) throw Failure(written.error().message());
}

} // namespace

Exports::Exports(const Request& request) : github_(request.github) {
  for (const ExportRequest& wanted : request.exports)
    open_.emplace_back(wanted.kind, wanted.destination);
}

bool Exports::write(const Experiment& experiment, const Findings& findings) {
  bool all = true;
  for (Open& open : open_)
    all &= succeeds([&] {
      const auto written = open.destination.write(exported(open.kind, experiment, findings));
      if (!written) throw Failure(written.error().message());
      return true;
    });
  if (github_)
    all &= succeeds([&] {
      add_step_summary(experiment, findings);
      return answer(github_annotations(experiment, findings)) == 0;
    });
  return all;
}

} // namespace joules
