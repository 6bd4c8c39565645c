// SPDX-License-Identifier: Apache-2.0
// Saved reports for --baseline and --diff: files that anybody may have written, or edited.
#include "report/json/saved.hpp"
#include "report/json/difference.hpp"
#include "report/text/compared.hpp"
#include "report/text/repeated.hpp"
#include "report_text.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>
#include <cstdlib>

using namespace joules;

namespace {

/// Numbers are as they stand in the text: finite, or not known.
void check(const Baseline& baseline) {
  if (baseline.origin.file != "old.json" || baseline.series.runs.empty()) std::abort();
  for (const MetricValues& run : baseline.series.runs)
    for (const Metric metric : all_metrics)
      if (run[metric] && !std::isfinite(*run[metric])) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto saved = read_saved(text, "old.json");
  if (!saved) return 0;
  const auto baselines = baselines_in(*saved);
  if (!baselines) return 0;
  if (baselines->empty()) std::abort();
  for (const Baseline& baseline : *baselines) check(baseline);
  const Baseline &before = baselines->front(), &after = baselines->back();
  GateSettings gates;
  gates.max_regression = 5;
  const Analysis analysis = analyse_saved(before, after, gates);
  check_report(difference_report(before, after, analysis, {.width = narrowest_report}));
  if (!nlohmann::json::accept(difference_json(before, after, analysis, JsonLayout::line)))
    std::abort();
  return 0;
}
