// SPDX-License-Identifier: Apache-2.0
#include "sampling/recorder.hpp"

#include "joules/accounting.hpp"
#include "joules/launch.hpp"
#include "sampling/await_tick.hpp"
#include "sampling/recorder_ends.hpp"

#include <algorithm>

namespace joules {

namespace {

/// Samples kept: at 100 Hz the first 80 seconds; then every other one goes and the interval
/// doubles, so that a run of days stays below two megabytes.
constexpr std::size_t most_samples = 8192;

/// Counters of hypervisors move every second or so.
constexpr auto slowest_tick = std::chrono::seconds(2);

/// Only where several packages have counters of their own does it matter which CPU is whose.
Topology topology_for(const HostRoot& host, const std::vector<Domain>& domains) {
  std::set<int> measured;
  for (const Domain& domain : domains)
    if (domain.package) measured.insert(*domain.package);
  if (measured.size() < 2) return {};
  Topology topology = topology_of(host);
  return topology.packages.size() < 2 ? Topology() : topology;
}

ProcfsTree::Start start_of(const HostRoot& host, const Sensors& sensors) {
  ProcfsTree::Start start = tree_start(host.proc(""));
  start.topology = topology_for(host, sensors.method.domains);
  return start;
}

/// Whom we have had for a child before. In a proc of another pid namespace the numbers are not
/// those that we wait for.
std::set<pid_t> preexisting_children_of(const ProcfsTree::Start& start) {
  return start.process_clocks && have_children() ? descendants_of(start) : std::set<pid_t>();
}

} // namespace

Recorder::Recorder(const Command& command, const SignalQueue& signals, const HostRoot& host,
                   const Sensors& sensors, const SamplingSettings& settings,
                   const WaitNotice& notice)
    : command_(command), sensors_(sensors), settings_(settings), notice_(notice), signals_(signals),
      start_(start_of(host, sensors)), reaped_(preexisting_children_of(start_)),
      clocks_(open_tree_clocks(settings.cpu_clock, start_, reaped_)), host_(host, start_.topology),
      sampler_(sensors.counters, clocks_.all, host_, clock_, clocks_.procfs),
      schedule_(clock_.now(), {settings.interval, longest_interval(sensors.method.domains),
                               clocks_.all.has_live_clock()}),
      may_thin_(allow_thinning(sensors.method.domains)) {
  recording_.samples.reserve(most_samples); // untouched memory costs nothing
  recording_.argv = command.argv;
  recording_.method = sensors.method;
  recording_.method.packages = start_.topology.packages;
  recording_.method.clock_tick = clock_tick();
  recording_.method.sampling_interval = schedule_.interval();
}

Result<Recording> Recorder::to_its_end() {
  // 1. The baseline: from here energy and time are charged to the run, our fork included. What
  // takes time itself comes before it, and the tick last.
  recording_.exit_info.orphans_adopted = adopt_orphans();
  open_ledger();
  begin_with_sensors(sensors_);
  if (settings_.align) align();
  recording_.started_at = utc_now();
  const Nanoseconds own_cpu_before = own_cpu_time();
  cpu_before_wait_ = own_cpu_before;
  take_sample();
  read_second_views(sensors_, recording_);
  for (DeviceCounter* const device : sensors_.devices) used_before_.push_back(device->use());

  // 2. From here the command is alive, and nothing of ours may end it.
  leave_if_told();
  const auto launched = launch(command_, signals_.inherited());
  if (!launched) return launched.error();
  pid_ = command_pid_ = *launched;
  clocks_.procfs->follow(pid_);

  // 3. Until it has ended, and as much of its tree as the user wants to wait for.
  follow();

  // 4. The last sample, with the command a zombie whose times can be read; then it is waited for.
  finish();
  recording_.exit_info.sampler_cpu = own_cpu_time() - own_cpu_before;
  return std::move(recording_);
}

void Recorder::align() {
  const auto& counters = sensors_.counters;
  recording_.method.aligned =
      !sensors_.method.domains.empty() &&
      await_tick(*counters.front(), clock_, slowest_tick, [&] { leave_if_told(); });
}

void Recorder::follow() {
  while (const auto signal = take_early(signals_)) obey(*signal);
  // Children first: a signal that came during the launch may have been taken by the launcher.
  for (hear_from_children(); !is_over(); hear_from_children()) {
    cpu_before_wait_ = own_cpu_time();
    if (const auto signal = signals_.wait(next_deadline() - clock_.now()))
      obey(*signal);
    else if (tell_due_ && clock_.now() >= *tell_due_)
      tell_who_is_waited_for();
    else if (clock_.now() >= schedule_.deadline())
      take_sample(schedule_.depth());
    else
      keep_ledger();
    ++recording_.exit_info.wakeups;
  }
  // What the terminal sent to both of us has been obeyed by the command.
  while (const auto signal = signals_.wait(Nanoseconds{0})) obey(*signal);
}

bool Recorder::is_over() const {
  const Instant now = clock_.now();
  if (grace_end_ && (exited_ || now >= *grace_end_)) return true;
  if (!exited_) return false;
  return given_up_ || (tree_wait_deadline_ && now >= *tree_wait_deadline_) || tree_is_gone();
}

bool Recorder::tree_is_gone() const {
  if (!have_children()) return true;
  if (!reaped_.had_preexisting()) return false;
  const auto left = descendants_of(start_);
  return std::none_of(left.begin(), left.end(),
                      [&](pid_t pid) { return clocks_.procfs->is_ours(pid); });
}

Instant Recorder::next_deadline() const {
  Instant next = schedule_.deadline();
  if (ledger_due_) next = std::min(next, *ledger_due_);
  if (grace_end_) next = std::min(next, *grace_end_);
  if (tree_wait_deadline_) next = std::min(next, *tree_wait_deadline_);
  if (tell_due_) next = std::min(next, *tell_due_);
  return next;
}

void Recorder::take_sample(Depth depth) noexcept {
  try {
    recording_.samples.push_back(sampler_.sample(depth));
    ++recording_.exit_info.samples_taken;
    if (depth == Depth::full) look_at_members();
    schedule_.sampled(clock_.now(), own_cpu_time() - cpu_before_wait_, depth);
    if (recording_.samples.size() >= most_samples && (schedule_.slow_down() || may_thin_))
      sampler_.recycle(thin_out(recording_.samples));
  } catch (const std::exception&) {
    // No memory for one more sample: the interval becomes longer, and the command runs on.
    schedule_.sampled(clock_.now(), Nanoseconds{0}, depth);
  }
}

/// After a walk.
void Recorder::look_at_members() {
  watch_devices();
  if (ledger_) ledger_->sampled(recording_.samples.back().at, clock_.now());
}

void Recorder::watch_devices() {
  if (sensors_.devices.empty()) return;
  std::vector<int> tree;
  clocks_.procfs->for_each_member(
      [&](const ProcessStat& stat, Nanoseconds) { tree.push_back(stat.pid); });
  std::sort(tree.begin(), tree.end());
  for (DeviceCounter* const device : sensors_.devices) device->watch(tree);
}

void Recorder::add_device_shares() {
  for (std::size_t i = 0; i < sensors_.devices.size(); ++i) {
    const DeviceUse use = sensors_.devices[i]->use();
    const double all = use.by_all - used_before_[i].by_all;
    const double tree = use.by_tree - used_before_[i].by_tree;
    recording_.exit_info.device_shares.push_back(all > 0 ? std::optional(std::min(tree / all, 1.0))
                                                         : std::nullopt);
  }
}

void Recorder::open_ledger() {
  if (settings_.ledger == LedgerDetail::none) return;
  ledger_.emplace(settings_.ledger, settings_.cpu_clock, *clocks_.procfs, start_);
  if (const auto period = ledger_->period()) ledger_due_ = clock_.now() + *period;
}

void Recorder::keep_ledger() noexcept {
  if (!ledger_due_ || clock_.now() < *ledger_due_) return;
  try {
    ledger_->read_records(clock_.now());
  } catch (const std::exception&) {
    // No memory: what the buffers cannot hold meanwhile is counted as lost.
  }
  ledger_due_ = clock_.now() + *ledger_->period();
}

void Recorder::hear_from_children() {
  while (const auto event = next_child_event()) {
    if (event->pid == pid_ && event->kind == ChildEvent::Kind::exited) return command_exited();
    if (event->kind == ChildEvent::Kind::exited) reap_orphan(event->pid);
    if (event->pid != pid_) continue;
    if (event->kind == ChildEvent::Kind::stopped) stop_watch_.command_stopped(clock_.now());
    if (event->kind == ChildEvent::Kind::continued)
      stop_watch_.command_continued_or_ended(clock_.now());
  }
}

void Recorder::reap_orphan(pid_t pid) {
  const bool is_ours = clocks_.procfs->is_ours(pid);
  clocks_.procfs->waits_for(pid);
  const Reaped reaped = reap(pid);
  if (is_ours) reaped_.add(pid, reaped.usage);
}

void Recorder::command_exited() {
  // A zombie's own times, and those of the children that it left unreaped, are readable only now.
  take_sample();
  const Reaped reaped = reap(pid_);
  reaped_.add(pid_, reaped.usage);
  recording_.exit_info.exit = reaped.exit;
  stop_watch_.command_continued_or_ended(clock_.now());
  pid_ = 0;
  exited_ = true;
  if (settings_.tree_wait_timeout)
    tree_wait_deadline_ = clock_.now() + *settings_.tree_wait_timeout;
  else if (notice_.tell)
    tell_due_ = clock_.now() + notice_.after;
}

void Recorder::tell_who_is_waited_for() noexcept try {
  tell_due_.reset();
  take_sample();
  notice_.tell(clocks_.procfs->alive());
} catch (const std::exception&) {
  // No memory for a message: the wait is the same.
}

void Recorder::finish() {
  ExitInfo& exit_info = recording_.exit_info;
  hear_from_children(); // orphans that ended in the same moment
  const bool last_sample_is_fresh = exited_ && settings_.tree_wait_timeout == Nanoseconds{0};
  if (!last_sample_is_fresh) take_sample();
  read_second_views(sensors_, recording_);
  exit_info.stopped = stop_watch_.total(clock_.now());
  exit_info.tree_cpu = sampler_.tree_cpu();
  exit_info.tree_clock = clocks_.all.leader();
  exit_info.tree_quantum = clocks_.all.quantum();
  if (!settings_.interval) recording_.method.sampling_interval = mean_interval();
  exit_info.clocks = clocks_.all.readings();
  recording_.method.cpu_clocks = names_of(exit_info.clocks);
  recording_.method.perf_refusal = clocks_.perf_refusal;
  add_missed_time();
  exit_info.cpu_user = reaped_.user();
  exit_info.cpu_system = reaped_.system();
  exit_info.max_rss_bytes = reaped_.max_rss_bytes();
  exit_info.processes_seen = clocks_.procfs->processes_seen();
  exit_info.left_running = clocks_.procfs->alive();
  exit_info.tree_seen = clocks_.procfs->sees_us();
  add_device_shares();
  if (ledger_) close_ledger();
  end_with_sensors(sensors_, recording_);
}

Seconds Recorder::mean_interval() const {
  const Seconds wall = recording_.samples.back().at - recording_.samples.front().at;
  return wall /
         static_cast<double>(std::max<std::uint64_t>(recording_.exit_info.samples_taken, 2) - 1);
}

void Recorder::add_missed_time() {
  ExitInfo& exit_info = recording_.exit_info;
  const ProcfsTree::Unclaimed& unclaimed = clocks_.procfs->unclaimed();
  const bool others_started =
      unclaimed.sigchld_ignored && others_were_started_since(command_pid_, start_.proc);
  const MissedTime missed = missed_time(exit_info.clocks, unclaimed, others_started);
  exit_info.tree_cpu_at_least = missed.at_least;
  exit_info.tree_cpu_unseen_at_most = missed.unseen_at_most;
  exit_info.unclaimed_processes = unclaimed.vanished;
  exit_info.sigchld_ignored = unclaimed.sigchld_ignored;
}

void Recorder::close_ledger() {
  Ledger ledger = ledger_->close(recording_.samples.back().at);
  std::uint64_t processes = 0;
  for (const ProgramUse& program : ledger.programs) processes += program.processes;
  recording_.exit_info.processes_seen = std::max(recording_.exit_info.processes_seen, processes);
  // Of the command itself the arguments are known, however short-lived it was.
  const auto itself =
      std::find_if(ledger.processes.begin(), ledger.processes.end(),
                   [&](const ProcessUse& process) { return process.pid == command_pid_; });
  if (itself != ledger.processes.end() && itself->argv.empty()) itself->argv = command_.argv;
  recording_.ledger = std::move(ledger);
}

} // namespace joules
