// SPDX-License-Identifier: Apache-2.0
#include "report/json/analysis.hpp"
#include "report/json/document.hpp"
#include "report/text/repeated.hpp"

namespace joules {

namespace {

using Json = nlohmann::ordered_json;

Json saved_json(const Baseline& saved, const MetricSummaries& summaries) {
  return {{"file", saved.file},
          {"name", saved.series.name},
          {"host",
           {{"cpu_model", or_null(saved.cpu_model)},
            {"kernel", or_null(saved.kernel)},
            {"governor", or_null(saved.governor)}}},
          {"summary", summary_json(summaries)}};
}

} // namespace

std::string difference_json(const Baseline& reference, const Baseline& candidate,
                            const Analysis& analysis, JsonLayout layout) {
  Json document = new_document();
  document["method"] = {{"sensor", or_null(reference.sensor)},
                        {"quality", or_null(reference.quality)},
                        {"policy", or_null(reference.policy)}};
  document["reference"] = saved_json(reference, analysis.summaries[0]);
  document["candidate"] = saved_json(candidate, analysis.summaries[1]);
  document["comparisons"] = comparisons_json({reference.file, candidate.file}, analysis);
  document["gates"] = gates_json(analysis.gates);
  document["warnings"] = warnings_json(analysis.warnings);
  return dumped(document, layout);
}

} // namespace joules
