// SPDX-License-Identifier: Apache-2.0
#include "attribution/attribute.hpp"

#include "attribution/below_idle.hpp"
#include "attribution/counter_delta.hpp"
#include "attribution/estimate.hpp"
#include "attribution/ledger_energy.hpp"
#include "attribution/measured.hpp"
#include "attribution/phases.hpp"
#include "attribution/plausibility.hpp"
#include "attribution/power_series.hpp"
#include "attribution/sensor_events.hpp"
#include "attribution/subjects.hpp"
#include "attribution/tree_share.hpp"
#include "attribution/warnings.hpp"

#include <algorithm>
#include <utility>

namespace joules {

namespace {

/// Without intervals where the host's time is not known.
CpuHistory cpu_history_of(const Recording& recording) {
  if (!recording.samples.front().host || !recording.samples.back().host) return {};
  return divide_cpu_time(recording.samples, recording.exit_info.tree_cpu,
                         recording.method.clock_tick);
}

std::vector<CounterHistory> histories_of(const Recording& recording) {
  std::vector<CounterHistory> histories;
  for (const CounterReadings& counter : recording.counters)
    histories.push_back(history_of(recording.samples, counter));
  return histories;
}

DeviceAccount device_account(const DeviceReadings& device, const Recording& recording,
                             Seconds wall) {
  const CounterHistory history = history_of(recording.samples, device.energy);
  DeviceAccount account{history.counter.name, device.description, {}, std::nullopt};
  account.energy.at_least =
      history.is_partial() || lost_energy(account.name, recording.sensor_events);
  account.doubt = doubts_about({history}, wall).front();
  if (history.is_measured()) account.energy.value = history.total;
  if (account.energy.value && device.tree_share)
    account.tree = *account.energy.value * *device.tree_share;
  return account;
}

Division divide(const Recording& recording, const std::vector<CounterHistory>& counters,
                const CpuHistory& cpu, const Policy& policy, const Phases& phases) {
  const std::vector<Portion::Parts> portions = portions_of(phases, recording.samples);
  if (!recording.method.model) return divide_measured(recording, counters, cpu, policy, portions);
  if (!cpu.intervals.empty()) return divide_estimate(recording, cpu, policy, portions);
  Division unknown;
  unknown.unavailable_reason = "/proc/stat cannot be read: nothing to estimate from";
  return unknown;
}

std::vector<AttributedInterval> intervals_of(const EnergySeries& of_tree, const CpuHistory& cpu,
                                             const std::vector<Sample>& samples) {
  std::vector<AttributedInterval> intervals;
  for (std::size_t i = 0; i < of_tree.size(); ++i)
    intervals.push_back({samples[i].at, samples[i + 1].at, of_tree[i], cpu.intervals[i].tree});
  return intervals;
}

/// The times of the account, by the clocks alone.
EnergyAccount account_of_times(const Recording& recording, const CpuHistory& cpu) {
  EnergyAccount account;
  account.stopped = recording.exit_info.stopped;
  account.tree_cpu = recording.exit_info.tree_cpu;
  account.wall = recording.samples.back().at - recording.samples.front().at;
  account.tree_cpu_seen_live = recording.samples.back().tree_cpu;
  if (cpu.intervals.empty()) return account;
  account.host_busy = cpu.busy;
  for (const CpuInterval& interval : cpu.intervals) account.capacity += interval.capacity;
  return account;
}

SubjectAccount subject_account(const Recording& recording, const SubjectReadings& subject,
                               const Policy& policy) {
  const EnergyAccount account = attribute(with_subject_as_tree(recording, subject), policy);
  return {subject.name, account.tree, account.tree_uncertainty, account.tree_cpu};
}

EnergyAccount unsampled(const Recording& recording) {
  EnergyAccount account;
  account.stopped = recording.exit_info.stopped;
  account.tree_cpu = recording.exit_info.tree_cpu;
  account.unavailable_reason = "the run was not sampled";
  return account;
}

} // namespace

EnergyAccount attribute(const Recording& recording, const Policy& policy,
                        std::size_t power_points) {
  const bool sampled = recording.samples.size() >= 2;
  const CpuHistory cpu = sampled ? cpu_history_of(recording) : CpuHistory();
  EnergyAccount account = sampled ? account_of_times(recording, cpu) : unsampled(recording);
  account.policy = policy;
  account.estimated = recording.method.model.has_value();
  if (!sampled) return account;

  const std::vector<CounterHistory> counters = histories_of(recording);
  const Phases phases = recording.marks ? phases_of(*recording.marks, recording.samples) : Phases();
  Division division = divide(recording, counters, cpu, policy, phases);
  refuse_power_below_idle(policy, account.wall, division);
  account.power = power_series(recording, division, counters, cpu, power_points);
  account.host = division.host;
  account.tree = division.tree;
  account.tree.at_least |= account.tree.value && recording.exit_info.tree_cpu_at_least;
  account.host_uncertainty = division.host_uncertainty;
  account.tree_uncertainty = division.tree_uncertainty;
  account.tree_by_capacity = division.tree_by_capacity;
  account.domains = std::move(division.domains);
  account.packages = std::move(division.packages);
  account.unavailable_reason = std::move(division.unavailable_reason);
  for (const DeviceReadings& device : recording.devices)
    account.devices.push_back(device_account(device, recording, account.wall));
  for (const SubjectReadings& subject : recording.subjects)
    account.subjects.push_back(subject_account(recording, subject, policy));
  close_books(recording, account);
  account_for(phases, division, cpu, recording.samples, account);
  if (recording.ledger)
    account.ledger =
        attribute_ledger(*recording.ledger, intervals_of(division.of_tree, cpu, recording.samples),
                         account.tree_cpu);
  account.warnings = warnings_for(recording, account, counters, cpu);
  if (phases.losses.any()) account.warnings.emplace_back(warnings::MarksLost{phases.losses});
  return account;
}

bool IdleHost::is_plainly_busy() const {
  return busy_cpus > std::max(0.5, 0.05 * cpus);
}

std::optional<IdleHost> idle_host(const Recording& idle) {
  const EnergyAccount account = attribute(idle, Policy{});
  if (!account.host.value || account.host.at_least) return std::nullopt;
  const auto mean = [&](std::optional<Joules> energy) {
    return energy ? std::optional(*energy / account.wall) : std::nullopt;
  };
  IdleHost host{*mean(account.host.value), mean(account.host.low), mean(account.host.high)};
  host.cpus = account.capacity / account.wall;
  host.busy_cpus = account.host_busy.value_or(Seconds{0}) / account.wall;
  return host;
}

} // namespace joules
