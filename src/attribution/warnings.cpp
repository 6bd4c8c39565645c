// SPDX-License-Identifier: Apache-2.0
#include "attribution/warnings.hpp"

#include "attribution/attribute.hpp"
#include "attribution/second_view.hpp"
#include "attribution/sensor_events.hpp"
#include "joules/decimal.hpp"

#include <algorithm>
#include <utility>

namespace joules {

namespace {

/// Below this a register period of 1 ms and a tick of 10 ms are a large part of the run.
constexpr Seconds short_run{0.1};
/// Others' CPU time that makes shares depend on what they did: 5 % of the machine.
constexpr double busy_host_share = 0.05;
/// Tree time that only the end brought to light.
constexpr double late_share = 0.02;

std::string seconds(Seconds time) {
  return fixed(time.count(), time < Seconds{10} ? 2 : 0) + " s";
}

class Collector {
public:
  void add(WarningCode code, std::string message) {
    warnings_.push_back({code, std::move(message)});
  }
  std::vector<Warning> take() { return std::move(warnings_); }

private:
  std::vector<Warning> warnings_;
};

/// Of a guest whose counters were not told from one another.
std::string about_mirrors(const Method& method) {
  const auto mirrors = std::ranges::count_if(
      method.left_out, [](const Domain& domain) { return !domain.mirror_of.empty(); });
  if (mirrors == 0) return {};
  return "; " + std::to_string(mirrors) +
         (mirrors == 1 ? " that shows, or may show, the counter of another one is"
                       : " that show, or may show, the counter of another one are") +
         " not counted";
}

void about_sensors(const Recording& recording, Collector& found) {
  const Method& method = recording.method;
  if (method.model && !method.unavailable_reason.empty())
    found.add(WarningCode::sensor_unavailable, why_no_sensor(method));
  if (!method.model && recording.view.virtualized)
    found.add(WarningCode::virtualized,
              "the counters are the hypervisor's and may move only every second or so" +
                  about_mirrors(method));
  for (const Domain& domain : method.left_out)
    if (!method.model && domain.missing)
      found.add(WarningCode::partial_sensor,
                domain.path + ": " + domain.unreadable + ": its energy is missing");
}

void about_doubts(const EnergyAccount& account, Collector& found) {
  const auto tell = [&](const std::string& name, const std::string& doubt) {
    if (!doubt.empty())
      found.add(WarningCode::counter_implausible, name + " " + doubt + ": its energy is left out");
  };
  for (const DomainEnergy& domain : account.domains) tell(domain.name, domain.doubt);
  for (const DeviceAccount& device : account.devices) tell(device.name, device.doubt);
}

/// When the counter last answered.
Seconds last_known(const Recording& recording, const CounterHistory& history) {
  std::size_t end = history.known.size();
  while (end > 0 && !history.known[end - 1]) --end;
  return recording.samples[end].at - recording.samples.front().at;
}

void about_counters(const Recording& recording, const std::vector<CounterHistory>& histories,
                    Seconds wall, Collector& found) {
  for (std::size_t d = 0; d < histories.size(); ++d) {
    const Domain& domain = recording.method.domains[d];
    const CounterHistory& history = histories[d];
    if (history.is_distrusted()) continue; // nothing else that it shows matters
    // What lost energy has said so itself, and why.
    const bool said = says_why_lost(domain.name, recording.sensor_events);
    if (!said && !history.known.empty() && !history.known.back())
      found.add(WarningCode::partial_sensor, domain.path + ": could not be read after " +
                                                 seconds(last_known(recording, history)) + " of " +
                                                 seconds(wall) + ": energies are lower bounds");
    else if (!said && history.moves == 0)
      found.add(WarningCode::partial_sensor, domain.path + ": did not move during the run");
    else if (!said && !history.known.empty() && !history.known.front())
      found.add(WarningCode::partial_sensor,
                domain.path + ": could not be read at the start: energies are lower bounds");
    if (history.wrapped_unseen)
      found.add(WarningCode::counter_wrapped,
                domain.name + " was not read for longer than it may take to wrap (joules was "
                              "stopped?): energies are lower bounds");
    if (history.restarted)
      found.add(WarningCode::counter_reset,
                domain.name + " started anew during the run: energies are lower bounds");
  }
}

void about_time(const Recording& recording, const EnergyAccount& account, const CpuHistory& cpu,
                Collector& found) {
  const Sample& first = recording.samples.front();
  const Sample& last = recording.samples.back();
  if (account.wall < short_run)
    found.add(WarningCode::short_run, "shorter than " + seconds(short_run) +
                                          ": counters move every millisecond, busy time "
                                          "every 10 ms");
  else if (account.host_busy) {
    const Seconds others = cpu.busy - cpu.tree;
    if (others > account.capacity * busy_host_share)
      found.add(WarningCode::busy_host, "other processes used " + seconds(others) +
                                            " of CPU time meanwhile: the share depends on them");
  }
  if (account.policy.idle_busy_cpus > idle_enough)
    found.add(WarningCode::busy_host,
              "the host was not idle while its idle power was measured: " +
                  significant(account.policy.idle_busy_cpus, 2) +
                  " CPUs were busy, so that too little is attributed to the tree");
  if (last.asleep - first.asleep > std::chrono::milliseconds(50))
    found.add(WarningCode::suspended,
              "the machine slept for " + seconds(last.asleep - first.asleep) + " meanwhile");
}

bool has_perf(const ExitInfo& exit_info) {
  return std::any_of(exit_info.clocks.begin(), exit_info.clocks.end(),
                     [](const ClockReading& reading) { return reading.clock == "perf"; });
}

/// Of processes that nobody waited for.
std::string why_a_lower_bound(const Recording& recording) {
  const ExitInfo& exit_info = recording.exit_info;
  const std::uint64_t met = exit_info.unclaimed_processes;
  std::string text = "nobody waited for ";
  text += met == 0 ? "some processes of the tree"
                   : std::to_string(met) + (met == 1 ? " process" : " processes") +
                         " or more of the tree";
  text += exit_info.sigchld_ignored ? " (their parent ignores SIGCHLD)"
                                    : " (their parent has set SA_NOCLDWAIT)";
  if (has_perf(exit_info))
    return text +
           ": the kernel's work at their end, and what set-uid ones used, is in no account, "
           "so the tree's CPU time and energy are lower bounds; where their parent waits for "
           "them they are exact";
  text += ": what they used last, or all of it, is not in /proc, so the tree's CPU time and energy "
          "are lower bounds; ";
  if (recording.method.perf_refusal.empty()) return text + "--cpu-clock auto sees more of them";
  return text + "perf would see more of them, but " + recording.method.perf_refusal;
}

void about_the_tree(const Recording& recording, const EnergyAccount& account, const CpuHistory& cpu,
                    Collector& found) {
  const ExitInfo& exit_info = recording.exit_info;
  if (!exit_info.left_running.empty())
    found.add(WarningCode::tree_left_running,
              std::to_string(exit_info.left_running.size()) +
                  (exit_info.left_running.size() == 1
                       ? " process of the tree still runs, and is"
                       : " processes of the tree still run, and are") +
                  " counted no further (--wait-tree all waits)");
  const Seconds late = account.tree_cpu - account.tree_cpu_seen_live;
  if (late > account.tree_cpu * late_share && late > Seconds{0.01})
    found.add(WarningCode::cpu_time_uncertain, seconds(late) + " of the tree's " +
                                                   seconds(account.tree_cpu) +
                                                   " CPU time became known only at its end");
  else if (cpu.unplaced > account.tree_cpu * late_share)
    found.add(WarningCode::cpu_time_uncertain,
              seconds(cpu.unplaced) + " of the tree's CPU time found no place in the time that the "
                                      "host was busy");
  if (exit_info.tree_cpu_at_least)
    found.add(WarningCode::cpu_time_uncertain, why_a_lower_bound(recording));
  if (!exit_info.tree_seen)
    found.add(WarningCode::cpu_time_uncertain,
              "/proc does not show the tree: only what was waited for is counted");
  if (!exit_info.orphans_adopted)
    found.add(WarningCode::cpu_time_uncertain,
              "prctl(PR_SET_CHILD_SUBREAPER) is forbidden: processes that outlive their parent "
              "leave the tree, and are neither followed nor waited for");
  if (recording.view.hides_processes)
    found.add(
        WarningCode::cpu_time_uncertain,
        "/proc hides other users' processes (hidepid): set-uid ones count only once they were "
        "waited for");
  if (recording.view.container_proc_stat)
    found.add(WarningCode::cpu_time_uncertain,
              "/proc/stat shows a container's CPU time, not the host's: the tree's share is too "
              "large (name the host's with --host-root)");
}

} // namespace

std::vector<Warning> warnings_for(const Recording& recording, const EnergyAccount& account,
                                  const std::vector<CounterHistory>& histories,
                                  const CpuHistory& cpu) {
  Collector found;
  about_sensors(recording, found);
  about_counters(recording, histories, account.wall, found);
  about_doubts(account, found);
  for (Warning& warning : about_events(recording.sensor_events))
    found.add(warning.code, std::move(warning.message));
  for (std::string& message :
       contradictions(recording.second_views, recording.method, histories, account.wall))
    found.add(WarningCode::sensors_disagree, std::move(message));
  about_time(recording, account, cpu, found);
  about_the_tree(recording, account, cpu, found);
  return found.take();
}

} // namespace joules
