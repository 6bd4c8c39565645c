// SPDX-License-Identifier: Apache-2.0
#include "app/runner.hpp"

#include "app/environment.hpp"
#include "app/messages.hpp"
#include "joules/attribution.hpp"
#include "joules/experiment.hpp"
#include "joules/output.hpp"
#include "joules/report.hpp"
#include "joules/statistics.hpp"

#include <unistd.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace joules {

namespace {

/// A wait is explained at once only where somebody sits and wonders.
constexpr auto long_wait = std::chrono::seconds(5);

WaitNotice wait_notice(bool quiet) {
  const bool somebody_watches = ::isatty(STDERR_FILENO) == 1 && !quiet;
  return {[](const std::vector<RemainingProcess>& remaining) {
            // It is not worth a wait for a reader, during which nothing would be sampled.
            if (takes_text(STDERR_FILENO)) say(waiting_line(remaining));
          },
          somebody_watches ? Nanoseconds{0} : Nanoseconds{long_wait}};
}

/// Does a report show the host, or compare it with another one?
bool shows_host(const Measure& request) {
  return request.report.kind == ReportKind::json || !request.output.exports.empty() ||
         request.output.recording.is_named() || request.gates.baseline.has_value();
}

/// All samples of a recording, of many runs, too.
constexpr std::size_t most_recorded_samples = std::size_t{1} << 17, fewest_samples = 16;

/// Each run then has its part of the samples, before they are attributed: a replay sees the same.
SamplingSettings sampling_of(const Measure& request, std::vector<SubjectName> subjects) {
  SamplingSettings sampling = request.sampling;
  sampling.subjects = std::move(subjects);
  if (request.experiment.keeps_samples)
    sampling.most_samples = std::clamp(most_recorded_samples / runs_of(request.experiment.plan),
                                       fewest_samples, sampling.most_samples);
  // A report of one run in a few words has no room for them.
  sampling.conditions = request.report.style.verbose || request.commands.size() > 1 ||
                        runs_of(request.experiment.plan) > 1 || shows_host(request);
  return sampling;
}

} // namespace

Runner::Runner(const Measure& request, const Sensors& sensors, const CpuIdentity& cpu,
               std::vector<SubjectName> subjects, const SignalQueue& signals,
               const MarksDescriptor* marks)
    : request_(request), sensors_(sensors), cpu_(cpu), signals_(signals),
      sampling_(sampling_of(request, std::move(subjects))),
      power_points_(power_points_of_each(runs_of(request.experiment.plan))),
      live_(request.experiment.plan, request.output, sensors.model),
      context_{view_of_host(request.sensors.host, cpu), rank_of_process(), job_of_process(),
               wait_notice(request.output.quiet),       live_.notice(),    marks},
      progress_(request.experiment.plan, request.output) {}

Result<Experiment> Runner::run(const Policy& policy) {
  std::vector<Command> commands;
  for (const auto& argv : request_.commands) commands.push_back({argv});
  const auto make_run = [&](const Command& command) { return run_once(command, policy); };
  const auto enough = [&](const Experiment& so_far) {
    return is_precise_enough(so_far, request_.gates.scope);
  };
  auto experiment =
      perform(commands, signals_, request_.experiment, make_run, std::ref(progress_), enough);
  if (!experiment) return experiment;
  if (!request_.report.arguments_shown) leave_out_arguments(*experiment);
  if (shows_host(request_))
    attempt("the host was not described",
            [&] { experiment->host = describe_host(request_.sensors.host, cpu_); });
  return experiment;
}

Result<Run> Runner::run_once(const Command& command, const Policy& policy) {
  auto recording = record(command, signals_, request_.sensors.host, sensors_, sampling_, context_);
  progress_.erase();
  live_.erase();
  if (!recording) return recording.error();
  Run run{0, std::move(*recording), {}};
  attempt("the energy was not attributed",
          [&] { run.account = attribute(run.recording, policy, power_points_); });
  return run;
}

} // namespace joules
