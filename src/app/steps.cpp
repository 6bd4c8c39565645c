// SPDX-License-Identifier: Apache-2.0
#include "app/steps.hpp"

#include "app/answers.hpp"
#include "app/difference.hpp"
#include "app/environment.hpp"
#include "app/exports.hpp"
#include "app/progress.hpp"
#include "joules/attribution.hpp"
#include "joules/cli.hpp"
#include "joules/decimal.hpp"
#include "joules/host.hpp"
#include "joules/launch.hpp"
#include "joules/output.hpp"
#include "joules/quoting.hpp"
#include "joules/report.hpp"
#include "joules/version.hpp"

#include <unistd.h>

#include <functional>
#include <new>

namespace joules {

namespace {

constexpr auto idle_watch = std::chrono::seconds(3);

/// For whom joules waits is said at once only where somebody sits and wonders.
constexpr auto long_wait = std::chrono::seconds(5);

/// Standard error is the last resort: what it does not take is lost.
void print(std::string_view text) {
  static_cast<void>(write_all(STDERR_FILENO, text, "standard error"));
}

RecordingOptions recording_options(const Request& request) {
  const LedgerDetail ledger = request.style.by_process   ? LedgerDetail::by_process
                              : request.style.by_command ? LedgerDetail::by_command
                                                         : LedgerDetail::none;
  RecordingOptions options{request.interval, request.tree_wait_timeout, request.cpu_clock, ledger,
                           request.align};
  // It is not worth a wait for a reader, during which nothing would be sampled.
  options.waits_for = [](const std::vector<RemainingProcess>& remaining) {
    if (takes_text(STDERR_FILENO)) print(waiting_line(remaining));
  };
  const bool somebody_sits_there = ::isatty(STDERR_FILENO) == 1 && !request.quiet;
  options.tell_after = somebody_sits_there ? Nanoseconds{0} : Nanoseconds{long_wait};
  return options;
}

/// Or compares it with another one.
bool shows_host(const Request& request) {
  return request.report == ReportKind::json || !request.exports.empty() ||
         request.gates.baseline.has_value();
}

std::string render(const Request& request, const Experiment& experiment, const Analysis& analysis,
                   const Destination& destination) {
  switch (request.report) {
  case ReportKind::json: return json_report(experiment, analysis, layout_for(request));
  case ReportKind::format: {
    std::string lines;
    for (const Run& run : experiment.commands.front().runs)
      lines += formatted_report(request.format, run.recording, run.account);
    return lines;
  }
  case ReportKind::text: break;
  }
  return experiment_report(experiment, analysis, style_for(request, destination));
}

Baseline baseline_for(const Request& request, const Sensors& sensors) {
  const std::string& file = *request.gates.baseline;
  Baseline baseline = saved_command(read_baselines("--baseline", file), request);
  const Method& method = sensors.method;
  const std::string quality = method.model ? "estimated" : "measured";
  if (const auto why =
          incomparable(baseline, method.sensor, quality, std::string(name_of(request.policy.kind))))
    throw Failure("--baseline " + quoted({file}) + ": " + *why + ": they do not compare");
  return baseline;
}

bool all_is_well(const Experiment& experiment, const Analysis& analysis) {
  return experiment.stopped_because.empty() && !analysis.any(GateVerdict::fail) &&
         !analysis.any(GateVerdict::inconclusive);
}

/// False, and a message, when it could not be written.
bool show_report(const Request& request, const Experiment& experiment, const Analysis& analysis,
                 Destination& destination) {
  const bool shown = request.report == ReportKind::text && destination.is_standard_error();
  if (request.quiet && destination.is_standard_error() && all_is_well(experiment, analysis))
    return true;
  const std::string report = render(request, experiment, analysis, destination);
  const auto written = destination.write(report);
  if (!shown) announce_verdicts(analysis, any_run(experiment)->account.estimated);
  if (written) return true;
  fail("the report was not written: " + written.error().message() + "; here it is instead", 125);
  if (!destination.is_standard_error()) print(report);
  return false;
}

/// The report first: nobody else has to read before it is safe. False, and a message, when
/// something could not be written.
bool deliver(const Request& request, const Experiment& experiment, const Analysis& analysis,
             Destination& destination, Exports& exports) {
  if (any_run(experiment) == nullptr)
    return fail(experiment.stopped_because, 125) == 0; // there is nothing to report
  const bool reported =
      succeeds([&] { return show_report(request, experiment, analysis, destination); });
  return exports.write(experiment, analysis) && reported;
}

} // namespace

SensorSearch search_for(const Request& request, const CpuIdentity& cpu) {
  return {request.host, cpu, request.sensor, request.powercap_root};
}

Sensors sensors_for(const Request& request, const CpuIdentity& cpu) {
  Sensors sensors = discover_sensors(search_for(request, cpu));
  if (sensors.method.model && !request.estimate_allowed)
    throw Failure("--no-estimate: no sensor is readable: " + why_no_sensor(sensors.method));
  if (sensors.method.model && request.gates.any() &&
      request.gates.on_unavailable == OnUnavailable::fail)
    throw Failure("a gate needs a measurement, and " +
                  (request.sensor == SensorChoice::estimate
                       ? "--sensor estimate is none"
                       : "no sensor is readable: " + why_no_sensor(sensors.method)) +
                  " (--on-unavailable skip or estimate runs the command all the same)");
  if (request.gpu) {
    Gpus gpus = find_gpus(request.host);
    if (gpus.counters.empty()) throw Failure("--gpu: " + gpus.unavailable_reason);
    sensors.add(std::move(gpus));
  }
  return sensors;
}

void drop_privileges_for(const Request& request, const Inherited& inherited) {
  if (!request.user) return;
  drop_privileges(*request.user);
  renew_parent_death_signal(inherited.parent_death_signal, inherited.parent);
}

std::vector<Command> commands_of(const Request& request) {
  std::vector<Command> commands;
  for (const auto& argv : request.commands) commands.push_back({argv});
  return commands;
}

AnalysisSpec analysis_spec_for(const Request& request, const Sensors& sensors) {
  const GateRequest& gates = request.gates;
  const Metric energy = gates.of_host ? Metric::energy_host : Metric::energy_tree;
  AnalysisSpec spec;
  spec.rule = gates.rule;
  spec.skip_estimates = gates.on_unavailable == OnUnavailable::skip;
  if (gates.budget) spec.gates.push_back({GateKind::budget, energy, gates.budget->value});
  if (gates.max_power)
    spec.gates.push_back({GateKind::max_power,
                          gates.of_host ? Metric::power_host : Metric::power_tree,
                          gates.max_power->value});
  if (gates.max_regression)
    spec.regression = Gate{GateKind::regression, energy, *gates.max_regression};
  if (gates.baseline) spec.baseline = baseline_for(request, sensors);
  return spec;
}

Policy policy_for(const Request& request, const Sensors& sensors) {
  Policy policy = request.policy;
  if (!request.measure_idle_power) return policy;
  const auto idle = idle_host(watch_idle_host(request.host, sensors, idle_watch));
  if (!idle) throw Failure("--idle-power measure: the idle host's power could not be read");
  if (idle->is_plainly_busy())
    throw Failure("--idle-power measure: the host is not idle: " + significant(idle->busy_cpus, 2) +
                  " of its " + significant(idle->cpus, 2) +
                  " CPUs were busy. Stop what runs, or give the watts of the idle host");
  policy.idle_power = idle->power;
  policy.idle_low = idle->low;
  policy.idle_high = idle->high;
  policy.idle_busy_cpus = idle->busy_cpus;
  return policy;
}

Result<Experiment> run_all(const Request& request, const std::vector<Command>& commands,
                           const SignalQueue& signals, const CpuIdentity& cpu,
                           const Sensors& sensors, const Policy& policy) {
  Progress progress(request);
  const RecordingOptions options = recording_options(request);
  const HostView view = view_of_host(request.host, cpu);
  const MakeRun make_run = [&](const Command& command) -> Result<Run> {
    auto recording = record(command, signals, request.host, sensors, options);
    progress.erase();
    if (!recording) return recording.error();
    Run run{0, std::move(*recording), {}};
    succeeds([&] {
      run.recording.view = view;
      run.recording.rank = rank_of_process();
      run.account = attribute(run.recording, policy);
      return true;
    });
    return run;
  };
  auto experiment = perform(commands, signals, request.experiment, make_run, std::ref(progress));
  if (experiment && !request.arguments_shown) leave_out_arguments(*experiment);
  if (experiment && shows_host(request))
    succeeds([&] {
      experiment->host = describe_host(request.host, cpu);
      return true;
    });
  return experiment;
}

Leave conclude(const Request& request, const Experiment& experiment, const AnalysisSpec& spec,
               Destination& destination, Exports& exports) {
  Analysis analysis;
  const bool written = succeeds([&] {
    analysis = analyse(experiment, spec);
    return deliver(request, experiment, analysis, destination, exports);
  });
  return leave_after(experiment, analysis, request.gates, written);
}

bool succeeds(const std::function<bool()>& step) try {
  return step();
} catch (const std::exception& failure) {
  fail(std::string("the report was not made: ") + failure.what(), 125);
  return false;
}

int answer(std::string_view text) {
  const auto written = write_all(STDOUT_FILENO, text, "standard output");
  return written ? 0 : fail(written.error().message(), 125);
}

std::string version_text() {
  return "joules " + std::string(version) + " (report schema 1)\n";
}

int report_failed_launch(const Error& error) {
  return fail("cannot run " + quoted({error.object}) + ": " + error.reason,
              status_of_failed_exec(error.code));
}

int own_failure() try { throw; } catch (const std::bad_alloc&) {
  return fail("memory: none left (ulimit -v, or the limit of a container)", 125);
} catch (const std::exception& failure) {
  return fail(failure.what(), 125);
}

void announce_verdicts(const Analysis& analysis, bool estimated) {
  for (const GateResult& gate : analysis.gates)
    if (gate.verdict != GateVerdict::pass) print(verdict_line(gate, estimated));
}

int fail(std::string_view message, int status) {
  // Names in it are quoted where it was made; what was forgotten there does no harm here.
  print("joules: " + printable(message) + "\n");
  return status;
}

int leave(const Leave& how) {
  if (how.signal) die_of(*how.signal);
  return how.status;
}

} // namespace joules
