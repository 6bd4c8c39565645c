// SPDX-License-Identifier: Apache-2.0
#include "app/difference.hpp"

#include "app/answers.hpp"
#include "app/saved_files.hpp"
#include "app/steps.hpp"
#include "joules/quoting.hpp"
#include "joules/report.hpp"

namespace joules {

std::vector<Baseline> read_baselines(const std::string& option, const std::string& file) {
  auto saved = read_saved(read_saved_file(option, file, largest_document), file);
  if (const auto* unreadable = std::get_if<Unreadable>(&saved))
    throw Failure(option + " " + quoted({file}) + ": " + unreadable->reason);
  return std::get<std::vector<Baseline>>(std::move(saved));
}

Baseline saved_command(std::vector<Baseline> baselines, const Request& request) {
  if (baselines.size() == 1) return std::move(baselines.front());
  for (Baseline& baseline : baselines)
    if (!request.experiment.names.empty() &&
        baseline.series.name == request.experiment.names.front())
      return std::move(baseline);
  throw Failure(quoted({baselines.front().file}) +
                ": holds several commands: name the one that is meant with --name");
}

int show_difference(const Request& request) {
  const std::vector<std::string>& files = request.commands.front();
  const Baseline before = saved_command(read_baselines("--diff", files[0]), request);
  const Baseline after = saved_command(read_baselines("--diff", files[1]), request);
  if (const auto why = incomparable(before, after.sensor, after.quality, after.policy))
    throw Failure("--diff " + quoted({files[0]}) + ": " + *why + ": they do not compare");
  std::optional<Gate> regression;
  if (request.gates.max_regression)
    regression = Gate{GateKind::regression,
                      request.gates.of_host ? Metric::energy_host : Metric::energy_tree,
                      *request.gates.max_regression};
  const Analysis analysis = analyse_saved(before, after, regression, request.gates.rule);
  const int answered =
      give_answer(request, [&](const TextStyle& style, std::optional<JsonLayout> json) {
        return json ? difference_json(before, after, analysis, *json)
                    : difference_report(before, after, analysis, style);
      });
  const bool elsewhere = request.report == ReportKind::json || !request.destination.file.empty() ||
                         request.destination.log_fd;
  if (elsewhere) announce_verdicts(analysis, before.quality == "estimated");
  return answered != 0 ? answered : leave_after({}, analysis, request.gates, true).status;
}

} // namespace joules
