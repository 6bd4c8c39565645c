// SPDX-License-Identifier: Apache-2.0
#include "report/export/exports.hpp"

#include "report/export/html.hpp"
#include "report/export/trace.hpp"
#include "report/json/report.hpp"

#include <algorithm>

namespace joules {

namespace {

std::string json_export(const Experiment& experiment, const Analysis& analysis) {
  return json_report(experiment, analysis, JsonLayout::document);
}

std::string trace_of_runs(const Experiment& experiment, const Analysis&) {
  return trace_export(experiment);
}

struct Exporter {
  ExportKind kind;
  std::string (*write)(const Experiment&, const Analysis&);
};

constexpr Exporter exporters[] = {{ExportKind::json, json_export},
                                  {ExportKind::csv, csv_export},
                                  {ExportKind::markdown, markdown_export},
                                  {ExportKind::junit, junit_export},
                                  {ExportKind::openmetrics, openmetrics_export},
                                  {ExportKind::gab, gab_export},
                                  {ExportKind::bmf, bmf_export},
                                  {ExportKind::trace, trace_of_runs},
                                  {ExportKind::html, html_export}};

} // namespace

std::string exported(ExportKind kind, const Experiment& experiment, const Analysis& analysis) {
  return std::ranges::find(exporters, kind, &Exporter::kind)->write(experiment, analysis);
}

} // namespace joules
