// SPDX-License-Identifier: Apache-2.0
#include "report/json/difference.hpp"

#include "report/json/analysis.hpp"
#include "report/json/document.hpp"
#include "report/json/json.hpp"

namespace joules {

namespace {

Json saved_json(const Baseline& saved, const MetricSummaries& summaries) {
  return {{"file", saved.origin.file},
          {"name", saved.series.name},
          {"host",
           {{"cpu_model", or_null(saved.origin.cpu_model)},
            {"kernel", or_null(saved.origin.kernel)},
            {"governor", or_null(saved.origin.governor)}}},
          {"summary", summary_json(summaries)}};
}

} // namespace

std::string difference_json(const Baseline& reference, const Baseline& candidate,
                            const Analysis& analysis, JsonLayout layout) {
  Json document = new_document();
  const Origin& origin = reference.origin;
  document["method"] = {
      {"sensor", or_null(origin.by.sensor)},
      {"quality", origin.by.quality ? Json(name_of(*origin.by.quality)) : Json(nullptr)},
      {"policy", or_null(origin.by.policy)}};
  if (analysis.scope.kind != Scope::Kind::tree) document["scope"] = text_of(analysis.scope);
  document["reference"] = saved_json(reference, analysis.summaries[0]);
  document["candidate"] = saved_json(candidate, analysis.summaries[1]);
  document["comparisons"] =
      comparisons_json({reference.origin.file, candidate.origin.file}, analysis);
  document["gates"] = gates_json(analysis.gates);
  document["warnings"] = warnings_json(analysis.warnings);
  return dumped(document, layout);
}

} // namespace joules
