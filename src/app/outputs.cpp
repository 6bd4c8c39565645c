// SPDX-License-Identifier: Apache-2.0
#include "app/outputs.hpp"

#include "app/messages.hpp"
#include "app/saved_files.hpp"
#include "app/text_style.hpp"
#include "joules/report.hpp"

#include <unistd.h>

#include <cstdlib>
#include <vector>

namespace joules {

namespace {

bool all_is_well(const Experiment& experiment, const Analysis& analysis) {
  return experiment.stopped_because.empty() && !analysis.any(GateVerdict::fail) &&
         !analysis.any(GateVerdict::inconclusive);
}

/// A format and a comparison are asked for to be read: --quiet does not mean them.
bool is_asked_for(const ReportSettings& report, const Experiment& experiment) {
  return report.kind != ReportKind::text || experiment.commands.size() > 1;
}

/// False, and a message, when it was not.
bool is_written(const Result<void>& result) {
  if (!result) complain(result.error().message());
  return result.has_value();
}

} // namespace

Outputs::Outputs(const OutputSettings& output, const ReportSettings& report,
                 const DestinationRequest& of_report, const std::vector<std::string>& inputs)
    : output_(output), settings_(report), report_(of_report) {
  std::vector<const Destination*> opened{&report_};
  const auto add = [&](const DestinationRequest& place, Render render) {
    const Destination& added = exports_.emplace_back(place, std::move(render)).destination;
    for (const Destination* const other : opened) added.require_apart(*other);
    opened.push_back(&added);
  };
  if (output.recording.is_named())
    add(output.recording, [](const Experiment& experiment, const Analysis&) {
      return recording_document(experiment);
    });
  for (const ExportRequest& wanted : output.exports)
    add(wanted.destination,
        [kind = wanted.kind](const Experiment& experiment, const Analysis& analysis) {
          return exported(kind, experiment, analysis);
        });
  // GitHub shows on the run's page what is appended to this file.
  const char* const step_summary = std::getenv("GITHUB_STEP_SUMMARY");
  if (output.github && step_summary != nullptr && *step_summary != '\0')
    add({step_summary, true, std::nullopt}, markdown_export);
  for (const Destination* const one : opened)
    for (const std::string& input : inputs) one->require_apart_from_input(path_of_input(input));
}

bool Outputs::write(const Experiment& experiment, const Analysis& analysis) {
  bool all = attempt("the report was not made", [&] { return write_report(experiment, analysis); });
  for (Export& one : exports_)
    all &= attempt("an export was not made", [&] {
      return is_written(one.destination.write(one.render(experiment, analysis)));
    });
  if (output_.github)
    all &= attempt("the annotations were not made", [&] {
      return is_written(
          write_all(STDOUT_FILENO, github_annotations(experiment, analysis), "standard output"));
    });
  return all;
}

std::string Outputs::render_report(const Experiment& experiment, const Analysis& analysis) const {
  switch (settings_.kind) {
  case ReportKind::json: return json_report(experiment, analysis, layout_for(output_.report));
  case ReportKind::format: {
    std::string lines;
    for (const Run& run : experiment.commands.front().runs)
      lines += formatted_report(settings_.format, run.recording, run.account);
    return lines;
  }
  case ReportKind::text: break;
  }
  return experiment_report(experiment, analysis,
                           style_for(settings_.style, output_.color, report_));
}

bool Outputs::write_report(const Experiment& experiment, const Analysis& analysis) {
  if (output_.quiet && report_.is_standard_error() && !is_asked_for(settings_, experiment) &&
      all_is_well(experiment, analysis))
    return true;
  const std::string report = render_report(experiment, analysis);
  const auto written = report_.write(report);
  const bool verdicts_shown = settings_.kind == ReportKind::text &&
                              (report_.is_standard_error() || !output_.report.is_named());
  if (!verdicts_shown) announce_verdicts(analysis, any_run(experiment)->account.estimated);
  if (written) return true;
  const bool shown_instead = !report_.is_standard_error() && !experiment.replayed;
  complain("the report was not written: " + written.error().message() +
           (shown_instead ? "; here it is instead" : ""));
  if (shown_instead) say(report);
  return false;
}

} // namespace joules
