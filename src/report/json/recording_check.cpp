// SPDX-License-Identifier: Apache-2.0
#include "report/json/recording_check.hpp"

#include "joules/quoting.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace joules {

namespace {

/// So that sums over all samples, or over all CPUs, stay far within 64 bits: 36 years.
constexpr Nanoseconds longest_time{std::int64_t{1} << 60};
constexpr Microseconds longest_host_time{std::int64_t{1} << 60};
constexpr std::uint64_t most_counted = std::uint64_t{1} << 53;
constexpr Watts most_power{1e9};
constexpr int most_cpus = 1 << 20;
constexpr int most_signals = 64;

void require(bool holds, const char* what) {
  if (!holds) throw Failure(what);
}

/// Words that joules shows as they are. Those of the command and its processes are quoted.
void require_printable(std::initializer_list<const std::string*> texts) {
  for (const std::string* text : texts)
    require(is_printable(*text), "a text of the machine holds a control character");
}

void check(const Counter& counter) {
  require_printable({&counter.id, &counter.name, &counter.path, &counter.part});
  require(!counter.modulus || counter.modulus->count > 0, "a counter wraps at 0");
  require(counter.period.count() >= 0 && counter.period < longest_time,
          "a counter's period is no time");
  require(counter.largest_power.value > 0 && counter.largest_power <= most_power,
          "a counter's largest power is none");
}

void check(const CounterReadings& counter, std::size_t samples) {
  check(counter.counter);
  require(counter.readings.size() == samples, "a counter has not one reading for each sample");
}

void check(const Spread& watts) {
  require(watts.low >= 0 && watts.low <= watts.middle && watts.middle <= watts.high &&
              watts.high <= most_power.value,
          "a range of watts is none");
}

void check(const Method& method) {
  const SensorSource& source = method.source;
  require_printable(
      {&source.scope, &source.unavailable_reason, &source.remedy, &method.perf_refusal});
  for (const Exclusion& exclusion : source.left_out) {
    check(exclusion.counter);
    require_printable({&exclusion.detail});
  }
  require(method.model.has_value() == (source.sensor == Sensor::estimate),
          "an estimate has a model, and nothing else has");
  if (method.model) {
    require_printable({&method.model->name, &method.model->row});
    check(method.model->idle_watts);
    check(method.model->busy_watts);
  }
  require(method.sampling_interval.count() >= 0 && method.sampling_interval < longest_time,
          "the sampling interval is no time");
  require(method.clock_tick.count() >= 0 && method.clock_tick <= std::chrono::seconds(1),
          "the clock tick is none");
}

bool is_span(Nanoseconds time) {
  return time.count() >= 0 && time < longest_time;
}

bool is_host_time(const HostTime& host) {
  const auto known = [](Microseconds time) {
    return time.count() >= 0 && time < longest_host_time;
  };
  return is_span(host.at) && known(host.idle) && known(host.iowait) && known(host.steal) &&
         known(host.worked) && host.online_cpus >= 0 && host.online_cpus <= most_cpus;
}

void check(const Sample& sample, std::size_t packages) {
  require(is_span(sample.at) && is_span(sample.asleep) && is_span(sample.tree_cpu),
          "a sample's time is none");
  require(!sample.host || is_host_time(*sample.host), "a sample's time of the host is none");
  require(sample.packages.size() == packages || sample.packages.empty(),
          "a sample has not one time for each package");
  for (const PackageTime& package : sample.packages)
    require(is_host_time(package.host) && is_span(package.tree_cpu),
            "a sample's time of a package is none");
}

void check_samples(const Recording& recording) {
  const std::vector<Sample>& samples = recording.samples;
  for (const Sample& sample : samples) check(sample, recording.method.packages.size());
  const auto goes_back = [](const Sample& a, const Sample& b) { return b.at <= a.at; };
  require(std::ranges::adjacent_find(samples, goes_back) == samples.end(),
          "the instants of the samples go back");
  for (const CounterReadings& counter : recording.counters) check(counter, samples.size());
  for (const DeviceReadings& device : recording.devices) {
    require_printable({&device.description});
    check(device.energy, samples.size());
    require(!device.tree_share || (*device.tree_share >= 0 && *device.tree_share <= 1),
            "the share of a graphics card is none");
  }
  for (const SubjectReadings& subject : recording.subjects) {
    require_printable({&subject.loss});
    require(subject.cpu.size() == samples.size(), "a subject has not one reading for each sample");
    for (const auto& cpu : subject.cpu)
      require(!cpu || is_span(*cpu), "a subject's CPU time is none");
    require(subject.quantum.count() >= 0 && subject.quantum < longest_time / 4096,
            "a subject's quantum is none");
  }
  for (const SecondView& view : recording.second_views) {
    require_printable({&view.counter, &view.name});
    require(!view.modulus || view.modulus->count > 0, "a counter wraps at 0");
  }
}

void check(const Marks& marks) {
  require(marks.all.size() <= 2 * most_marks + 1, "there are more marks than are kept");
  require(marks.garbled <= most_counted && marks.unkept <= most_counted,
          "a number of marks is none");
  for (const Mark& mark : marks.all) {
    require_printable({&mark.name});
    require(is_span(mark.at) && is_span(mark.late), "the instant of a mark is none");
    require(mark.kind != Mark::Kind::work ||
                (mark.amount >= least_work && mark.amount <= most_work),
            "an amount of work is none");
  }
}

void check(const ExitStatus& exit) {
  require(!exit.code || (*exit.code >= 0 && *exit.code <= 255), "an exit status is none");
  require(!exit.signal || (*exit.signal > 0 && *exit.signal <= most_signals), "a signal is none");
  require(!exit.code || !exit.signal, "a command has exited, and died of a signal, too");
}

void check(const ExitInfo& info, const std::vector<Sample>& samples) {
  check(info.exit);
  for (const Nanoseconds time : {info.tree_cpu, info.tree_quantum, info.cpu_user, info.cpu_system,
                                 info.stopped, info.tree_cpu_unseen_at_most, info.sampler_cpu})
    require(is_span(time), "a time at the end of the run is none");
  for (const ClockReading& clock : info.clocks)
    require(is_span(clock.cpu), "the last reading of a clock is none");
  for (const auto& signal : {info.terminated_by, info.last_terminal_signal})
    require(!signal || (*signal > 0 && *signal <= most_signals), "a signal is none");
  require(samples.empty() || samples.back().tree_cpu <= info.tree_cpu,
          "the tree's CPU time at the end is less than before");
  require(std::max({info.processes_seen, info.samples_taken, info.wakeups, info.unclaimed_processes,
                    info.faults_minor, info.faults_major, info.switches_voluntary,
                    info.switches_involuntary}) <= most_counted,
          "a number of processes or samples is none");
}

void check(const CpuSeries& series, std::size_t columns) {
  require(series.first <= columns && series.spent.size() <= columns - series.first,
          "a row of the ledger has CPU time outside of its columns");
  for (const Nanoseconds spent : series.spent)
    require(spent.count() >= 0 && spent < longest_time / 4096,
            "a row of the ledger has a CPU time that is none");
}

void check(const Ledger& ledger) {
  require_printable({&ledger.perf_refusal});
  require(std::ranges::all_of(ledger.edges, is_span) &&
              std::ranges::adjacent_find(ledger.edges, std::ranges::greater_equal()) ==
                  ledger.edges.end(),
          "the edges of the ledger go back");
  const std::size_t columns = ledger.edges.empty() ? 0 : ledger.edges.size() - 1;
  for (const ProgramUse& program : ledger.programs) check(program.cpu, columns);
  for (const ProcessUse& process : ledger.processes) {
    check(process.cpu, columns);
    require(is_span(process.start) && (!process.end || is_span(*process.end)),
            "a process of the ledger has a time that is none");
  }
  require(std::max({ledger.processes_unkept, ledger.records_lost, ledger.unrecorded}) <=
              most_counted,
          "a number of the ledger is none");
}

void check(const Conditions& conditions) {
  for (const auto& celsius : {conditions.temperature_start, conditions.temperature_end})
    require(!celsius || std::abs(*celsius) < 1000, "a temperature is none");
  require(!conditions.throttled ||
              (conditions.throttled->count() >= 0 && *conditions.throttled < longest_time),
          "a time of throttling is none");
  require(!conditions.frequency_hz ||
              (*conditions.frequency_hz >= 0 && *conditions.frequency_hz < 1e12),
          "a frequency is none");
}

void check(const Recording& recording) {
  require(!recording.argv.empty(), "a run has no command");
  if (const auto& job = recording.job)
    require_printable({&job->scheduler, &job->id, &job->step, &job->account});
  check(recording.conditions);
  require_printable({&recording.started_at});
  check(recording.method);
  check_samples(recording);
  check(recording.exit_info, recording.samples);
  for (const SensorEvent& event : recording.sensor_events)
    require_printable({&event.domain, &event.reason});
  if (recording.ledger) check(*recording.ledger);
  if (recording.marks) check(*recording.marks);
}

void check(const Policy& policy) {
  for (const auto& watts : {std::optional(policy.idle_power), policy.idle_low, policy.idle_high})
    require(!watts || (watts->value >= 0 && *watts <= most_power), "the idle power is none");
  require(policy.idle_busy_cpus >= 0 && policy.idle_busy_cpus <= most_cpus,
          "the number of CPUs that were busy on the idle host is none");
}

void check(const Experiment& experiment) {
  const HostDescription& host = experiment.host;
  require_printable(
      {&host.hostname, &host.boot_id, &host.cpu_model, &host.board, &host.kernel, &host.governor});
  require_printable({&experiment.stopped_because});
  const Plan& plan = experiment.plan;
  require(plan.commands == experiment.commands.size() && plan.runs > 0 && plan.warmups >= 0,
          "the plan is not that of its commands");
  require(!plan.precision || (*plan.precision > 0 && *plan.precision <= 1),
          "the precision is none");
  check(ExitStatus{experiment.outcome.status, std::nullopt});
  check(ExitStatus{std::nullopt, experiment.outcome.signal});
  require(any_run(experiment) != nullptr, "there is no run");
  for (const CommandRuns& command : experiment.commands) {
    require(!command.argv.empty(), "a command has no words");
    require(std::cmp_less_equal(command.runs.size(), plan.runs),
            "there are more runs than planned");
    for (const Run& run : command.runs) {
      require(run.index >= 0 && run.index < plan.runs, "the number of a run is none");
      check(run.recording);
    }
    if (command.failed) check(command.failed->recording);
  }
}

} // namespace

Result<void> check_recorded(const Experiment& experiment, const Policy& policy) try {
  check(policy);
  check(experiment);
  return {};
} catch (const Failure& broken) {
  return Error("recording", broken.what());
}

} // namespace joules
