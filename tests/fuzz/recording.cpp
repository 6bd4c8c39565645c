// SPDX-License-Identifier: Apache-2.0
// Recordings for --replay: files that anybody may have written, or edited. What is read can be
// attributed by every policy, and reported.
#include "report/json/recording.hpp"
#include "attribution/attribute.hpp"
#include "report/json/report.hpp"
#include "report/text/repeated.hpp"
#include "report_text.hpp"
#include "statistics/analysis.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>
#include <cstdlib>

using namespace joules;

namespace {

/// 0 <= tree <= host, whatever the counters showed.
void check(const EnergyAccount& account) {
  const auto& tree = account.tree.value;
  const auto& host = account.host.value;
  if (tree && !(tree->value >= 0 && std::isfinite(tree->value))) std::abort();
  if (tree && host && tree->value > host->value) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto saved = read_recording(text, "r.json");
  if (!saved) return 0;
  Experiment& experiment = saved->experiment;
  for (const Choice<Policy::Kind>& policy : Choices<Policy::Kind>::all) {
    saved->policy.kind = policy.value;
    for (CommandRuns& command : experiment.commands) {
      for (Run& run : command.runs) check(run.account = attribute(run.recording, saved->policy));
      if (command.failed)
        command.failed->account = attribute(command.failed->recording, saved->policy);
    }
    const Analysis analysis = analyse(experiment, {});
    check_report(experiment_report(
        experiment, analysis,
        {.verbose = true, .by_command = true, .by_process = true, .width = narrowest_report}));
    if (!nlohmann::json::accept(json_report(experiment, analysis, JsonLayout::line))) std::abort();
  }
  const std::string again = recording_document(experiment);
  if (!read_recording(again, "r.json")) std::abort();
  return 0;
}
