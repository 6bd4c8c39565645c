// SPDX-License-Identifier: Apache-2.0
#include "report/export/exports.hpp"

#include "report/json/report.hpp"

#include <cstdlib>

namespace joules {

std::string exported(ExportKind kind, const Experiment& experiment, const Analysis& analysis) {
  switch (kind) {
  case ExportKind::json: return json_report(experiment, analysis, JsonLayout::document);
  case ExportKind::csv: return csv_export(experiment);
  case ExportKind::markdown: return markdown_export(experiment, analysis);
  case ExportKind::junit: return junit_export(experiment, analysis);
  case ExportKind::openmetrics: return openmetrics_export(experiment, analysis);
  case ExportKind::gab: return gab_export(experiment, analysis);
  case ExportKind::bmf: return bmf_export(experiment, analysis);
  }
  std::abort();
}

} // namespace joules
