// SPDX-License-Identifier: Apache-2.0
#include "app/exports.hpp"

#include "app/steps.hpp"
#include "joules/report.hpp"

#include <cstdlib>
#include <functional>
#include <vector>

namespace joules {

namespace {

/// False, and a message, when it could not be written.
bool fill(Destination& destination, const std::function<std::string()>& made) {
  return succeeds([&] {
    const auto written = destination.write(made());
    if (!written) throw Failure(written.error().message());
    return true;
  });
}

} // namespace

Exports::Exports(const Request& request, const Destination& report) : github_(request.github) {
  std::vector<const Destination*> outputs{&report};
  const auto add = [&](const Destination& output) {
    for (const Destination* const other : outputs) output.require_apart(*other);
    outputs.push_back(&output);
  };
  for (const ExportRequest& wanted : request.exports)
    add(open_.emplace_back(wanted.kind, wanted.destination).destination);
  const char* const file = std::getenv("GITHUB_STEP_SUMMARY");
  if (github_ && file != nullptr && *file != '\0')
    add(step_summary_.emplace(DestinationRequest{file, true, std::nullopt}));
}

bool Exports::write(const Experiment& experiment, const Analysis& analysis) {
  bool all = true;
  for (Open& open : open_)
    all &= fill(open.destination, [&] { return exported(open.kind, experiment, analysis); });
  if (step_summary_)
    all &= fill(*step_summary_, [&] { return markdown_export(experiment, analysis); });
  if (github_)
    all &= succeeds([&] { return answer(github_annotations(experiment, analysis)) == 0; });
  return all;
}

} // namespace joules
