// SPDX-License-Identifier: Apache-2.0
#include "attribution/warnings.hpp"

#include "attribution/attribute.hpp"
#include "attribution/second_view.hpp"
#include "attribution/sensor_events.hpp"
#include "attribution/work_elsewhere.hpp"

#include <algorithm>
#include <utility>

namespace joules {

namespace {

/// Below this a register period of 1 ms and a tick of 10 ms are a large part of the run.
constexpr Seconds short_run{0.1};
/// Others' CPU time that makes shares depend on what they did: 5 % of the machine.
constexpr double busy_host_share = 0.05;
/// Of a run, slowed down by heat: less is nothing to speak of.
constexpr double throttled_part = 0.01;
/// Tree time that only the end brought to light.
constexpr double late_share = 0.02;

std::size_t mirrors_in(const SensorSource& source) {
  return static_cast<std::size_t>(std::ranges::count_if(source.left_out, &Exclusion::is_mirror));
}

void about_sensors(const Recording& recording, std::vector<Warning>& found) {
  const Method& method = recording.method;
  const SensorSource& source = method.source;
  if (method.model && !source.unavailable_reason.empty())
    found.emplace_back(warnings::NoSensor{why_no_sensor(source)});
  if (!method.model && recording.view.virtualized)
    found.emplace_back(warnings::CountersOfHypervisor{mirrors_in(source)});
  for (const Exclusion& exclusion : source.left_out)
    if (!method.model && exclusion.is_missing())
      found.emplace_back(warnings::CounterUnreadable{exclusion.counter.path, exclusion.detail});
}

void about_doubts(const EnergyAccount& account, std::vector<Warning>& found) {
  for (const DomainEnergy& domain : account.domains)
    if (!domain.doubt.empty()) found.emplace_back(warnings::Implausible{domain.name, domain.doubt});
  for (const DeviceAccount& device : account.devices)
    if (!device.doubt.empty()) found.emplace_back(warnings::Implausible{device.name, device.doubt});
}

/// When the counter last answered.
Seconds last_known(const Recording& recording, const CounterHistory& history) {
  std::size_t end = history.known.size();
  while (end > 0 && !history.known[end - 1]) --end;
  return recording.samples[end].at - recording.samples.front().at;
}

void about_counters(const Recording& recording, const std::vector<CounterHistory>& histories,
                    Seconds wall, std::vector<Warning>& found) {
  for (const CounterHistory& history : histories) {
    const Counter& domain = history.counter;
    if (history.is_distrusted()) continue; // nothing else that it shows matters
    // A counter that lost energy has an event of its own, with the reason.
    const bool said = says_why_lost(domain.name, recording.sensor_events);
    if (!said && !history.known.empty() && !history.known.back())
      found.emplace_back(
          warnings::CounterUnreadAfter{domain.path, last_known(recording, history), wall});
    else if (!said && history.moves == 0)
      found.emplace_back(warnings::CounterNotMoved{domain.path});
    else if (!said && !history.known.empty() && !history.known.front())
      found.emplace_back(warnings::CounterUnreadAtStart{domain.path});
    else if (!said && history.stopped_after)
      found.emplace_back(
          warnings::CounterUnreadAfter{domain.path, *history.stopped_after, wall, true});
    if (history.wrapped_unseen) found.emplace_back(warnings::WrapUnseen{domain.name});
    if (history.restarted) found.emplace_back(warnings::CounterReset{domain.name, ""});
  }
}

/// What came too late to move twice is not counted after all.
SensorEvent as_it_counts(SensorEvent event, const EnergyAccount& account) {
  const bool is_missing = std::ranges::any_of(account.domains, [&](const DomainEnergy& domain) {
    return domain.name == event.domain && !domain.energy.value;
  });
  if (event.kind == SensorEvent::Kind::joined && is_missing) event.kind = SensorEvent::Kind::came;
  return event;
}

/// Counters that SGX blurs are RAPL's: others do not pass through it.
bool reads_rapl(const Method& method) {
  const Sensor sensor = method.source.sensor;
  return sensor == Sensor::perf || sensor == Sensor::powercap || sensor == Sensor::psys;
}

void about_conditions(const Recording& recording, const EnergyAccount& account,
                      const CpuHistory& cpu, std::vector<Warning>& found) {
  const auto& throttled = recording.conditions.throttled;
  if (throttled && *throttled > std::max(account.wall * throttled_part, Seconds{0.01}))
    found.emplace_back(warnings::Throttled{*throttled, account.wall});
  // Where nobody else ran, the tree's share is all of it, whatever a second costs.
  const bool shared = account.host_busy && cpu.busy - cpu.tree > account.capacity * busy_host_share;
  if (recording.view.hybrid && !recording.method.model && shared)
    found.emplace_back(warnings::HybridCores{Seconds(cpu.tree) / Seconds(cpu.busy)});
  if (recording.view.filtered_counters && reads_rapl(recording.method))
    found.emplace_back(warnings::FilteredCounters{});
}

void about_time(const Recording& recording, const EnergyAccount& account, const CpuHistory& cpu,
                std::vector<Warning>& found) {
  if (account.wall < short_run) {
    found.emplace_back(warnings::ShortRun{short_run});
  } else if (account.host_busy) {
    const Seconds others = cpu.busy - cpu.tree;
    if (auto elsewhere = work_elsewhere(recording, account.wall, cpu.tree, others))
      found.emplace_back(std::move(*elsewhere)); // it also says what others used
    else if (others > account.capacity * busy_host_share)
      found.emplace_back(warnings::OthersRan{others});
  }
  if (account.policy.idle_busy_cpus > idle_enough)
    found.emplace_back(warnings::IdleHostWasBusy{account.policy.idle_busy_cpus});
  const Nanoseconds asleep = recording.samples.back().asleep - recording.samples.front().asleep;
  if (asleep > std::chrono::milliseconds(50)) found.emplace_back(warnings::Suspended{asleep});
}

warnings::Unclaimed unclaimed_in(const Recording& recording) {
  const ExitInfo& exit_info = recording.exit_info;
  const bool perf = std::ranges::find(exit_info.clocks, ClockKind::perf, &ClockReading::clock) !=
                    exit_info.clocks.end();
  return {exit_info.unclaimed_processes, exit_info.sigchld_ignored, perf,
          recording.method.perf_refusal};
}

void about_the_tree(const Recording& recording, const EnergyAccount& account, const CpuHistory& cpu,
                    std::vector<Warning>& found) {
  const ExitInfo& exit_info = recording.exit_info;
  if (!exit_info.left_running.empty())
    found.emplace_back(warnings::LeftRunning{exit_info.left_running.size()});
  const Seconds late = account.tree_cpu - account.tree_cpu_seen_live;
  if (late > account.tree_cpu * late_share && late > Seconds{0.01})
    found.emplace_back(warnings::CpuTimeLate{late, account.tree_cpu});
  else if (cpu.unplaced > account.tree_cpu * late_share)
    found.emplace_back(warnings::CpuTimeUnplaced{cpu.unplaced});
  if (exit_info.tree_cpu_at_least) found.emplace_back(unclaimed_in(recording));
  if (!exit_info.tree_seen) found.emplace_back(warnings::TreeUnseen{});
  if (!exit_info.orphans_adopted) found.emplace_back(warnings::OrphansNotAdopted{});
  if (recording.view.hides_processes) found.emplace_back(warnings::ProcessesHidden{});
  if (recording.view.container_proc_stat) found.emplace_back(warnings::HostTimeOfContainer{});
}

} // namespace

std::vector<Warning> warnings_for(const Recording& recording, const EnergyAccount& account,
                                  const std::vector<CounterHistory>& histories,
                                  const CpuHistory& cpu) {
  std::vector<Warning> found;
  about_sensors(recording, found);
  about_counters(recording, histories, account.wall, found);
  about_doubts(account, found);
  for (const SensorEvent& event : recording.sensor_events)
    found.push_back(warning_about(as_it_counts(event, account)));
  for (warnings::Contradiction& contradiction : contradictions(
           recording.second_views, recording.method.source.sensor, histories, account.wall))
    found.emplace_back(std::move(contradiction));
  about_time(recording, account, cpu, found);
  about_conditions(recording, account, cpu, found);
  about_the_tree(recording, account, cpu, found);
  return found;
}

} // namespace joules
