// SPDX-License-Identifier: Apache-2.0
#include "sampling/recorder.hpp"

#include "joules/accounting.hpp"
#include "joules/launch.hpp"
#include "sampling/await_update.hpp"
#include "sampling/sensor_ends.hpp"
#include "sampling/tree_facts.hpp"

#include <unistd.h>

#include <algorithm>

namespace joules {

namespace {

/// Counters of hypervisors move every second or so.
constexpr auto slowest_update = std::chrono::seconds(2);

/// Of marks that follow one another faster, each lies between samples.
constexpr auto shortest_between_marks = std::chrono::milliseconds(5);

} // namespace

Recorder::Recorder(const Command& command, const SignalQueue& signals, const HostRoot& host,
                   const Sensors& sensors, const SamplingSettings& settings,
                   const RunContext& context)
    : command_(command), sensors_(sensors), settings_(settings), context_(context),
      signals_(signals), start_(start_of_walk(host, sensors.source)),
      reaped_(preexisting_children_of(start_)),
      clocks_(open_tree_clocks(settings.cpu_clock, start_, reaped_)), host_(host, start_.topology),
      sampler_(sensors, clocks_.all, host_, clock_, clocks_.procfs,
               Subjects(settings.subjects, host)),
      schedule_(clock_.now(), {settings.interval, longest_interval(sampler_.samples().counters),
                               clocks_.all.has_live_clock()}),
      may_thin_(allow_thinning(sampler_.samples().counters)), devices_(sensors.devices),
      conditions_(host, start_.topology, settings.conditions), state_(settings.tree_wait_timeout),
      life_(context.live), shortest_interval_(schedule_.interval()) {
  sampler_.reserve(settings_.most_samples);
  if (context_.marks != nullptr) marks_.emplace(*context_.marks);
}

Result<Recording> Recorder::to_its_end() {
  // 1. The baseline: from here energy and time are attributed to the run, our fork included.
  take_baseline();

  // 2. From here the command is alive, and nothing of ours may end it.
  leave_if_told();
  if (marks_) marks_->hand_to_command();
  const auto launched = launch(command_, signals_.inherited());
  if (marks_) marks_->launched(clock_.now());
  if (clocks_.group) clocks_.group->leave();
  if (!launched) return launched.error();
  running_ = command_pid_ = *launched;
  clocks_.procfs->follow(running_);
  life_.begin(clock_.now());

  // 3. Until it has ended, and as much of its tree as the user wants to wait for.
  follow();

  // 4. What was seen, as a value.
  take_last_readings();
  return recording();
}

/// Anything slow comes before the first sample, and the awaited update last.
void Recorder::take_baseline() {
  orphans_adopted_ = adopt_orphans();
  if (clocks_.group) clocks_.group->enter();
  ledger_.emplace(settings_.ledger, settings_.cpu_clock, *clocks_.procfs, start_, clock_.now());
  begin_with_sensors(sensors_);
  conditions_.begin();
  if (settings_.align) align();
  started_at_ = utc_now();
  cpu_at_start_ = cpu_before_wait_ = own_cpu_time();
  take_sample();
  second_views_ = first_readings(sensors_.source.second_views);
  devices_.begin();
}

void Recorder::align() {
  const auto& counters = sensors_.source.counters;
  aligned_ = !counters.empty() &&
             await_update(*counters.front(), clock_, slowest_update, [&] { leave_if_told(); });
}

void Recorder::leave_if_told() const {
  if (const auto signal = pause(Nanoseconds{0}, signals_)) throw Interrupted(*signal);
}

void Recorder::follow() {
  while (const auto signal = take_early(signals_)) obey(*signal);
  while (goes_on()) {
    cpu_before_wait_ = own_cpu_time();
    const Instant ready = clock_.now(), due = next_deadline();
    const auto signal = signals_.wait(due - ready);
    look_at_marks(ready, signals_.was_continued() ? ready : due);
    if (signal) {
      obey(*signal);
    } else if (tell_due_ && clock_.now() >= *tell_due_) {
      tell_who_is_waited_for();
    } else if (clock_.now() >= schedule_.deadline()) {
      take_sample(schedule_.depth());
      life_.show(sampler_.samples(), clock_.now());
    } else {
      ledger_->keep(clock_.now());
    }
    ++wakeups_;
  }
  // The command has already reacted to signals that the terminal sent to both processes.
  while (const auto signal = signals_.wait(Nanoseconds{0})) obey(*signal);
}

bool Recorder::goes_on() {
  // Children first: a signal that came during the launch may have been taken by the launcher.
  hear_from_children();
  state_.look(clock_.now(), [&] { return tree_is_gone(); });
  return !state_.is_over();
}

Instant Recorder::next_deadline() const {
  Instant next = schedule_.deadline();
  const std::optional<Instant> marks_due = marks_ ? marks_->due() : std::nullopt;
  for (const std::optional<Instant>& other :
       {ledger_->due(), state_.deadline(), tell_due_, marks_due})
    if (other) next = std::min(next, *other);
  return next;
}

void Recorder::take_sample(Depth depth) noexcept {
  try {
    const Instant at = sampler_.sample(depth).at;
    ++samples_taken_;
    if (depth == Depth::full) {
      devices_.look(*clocks_.procfs);
      ledger_->sampled(at, clock_.now());
    }
    schedule_.sampled(clock_.now(), own_cpu_time() - cpu_before_wait_, depth);
    if (sampler_.samples().instants.size() >= settings_.most_samples &&
        (schedule_.slow_down() || may_thin_))
      sampler_.thin_out();
  } catch (const std::exception&) {
    // No memory for one more sample: the interval becomes longer, and the command runs on.
    schedule_.sampled(clock_.now(), Nanoseconds{0}, depth);
  }
}

/// A phase begins and ends at a sample, as a rule: its energy is then that of whole intervals.
void Recorder::look_at_marks(Instant ready, Instant due) noexcept {
  if (!marks_ || !marks_->look(ready, due, clock_.now())) return;
  if (clock_.now() - sampler_.samples().instants.back().at >= shortest_between_marks)
    take_sample(clocks_.all.has_live_clock() ? Depth::light : Depth::full);
}

void Recorder::obey(const Signal& signal) {
  pass_on(signal, running_);
  if (is_stop(signal.number)) {
    life_.hide();
    const Instant from = clock_.now();
    signals_.stop_self(signal.number);
    stop_watch_.we_were_stopped(from, clock_.now());
  } else if (is_interrupt(signal.number)) {
    hear_from_children(); // that the command has ended may be news of the same moment
    last_terminal_signal_ = signal.number;
    state_.interrupted();
  } else if (is_termination(signal.number)) {
    terminated_by_ = signal.number;
    state_.told_to_end(clock_.now(), grace);
  }
}

void Recorder::hear_from_children() {
  while (const auto event = next_child_event()) {
    if (event->pid == running_ && event->kind == ChildEvent::Kind::exited) return command_exited();
    if (event->kind == ChildEvent::Kind::exited) reap_orphan(event->pid);
    if (event->pid != running_) continue;
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
  if (marks_) marks_->drain(clock_.now());
  // A zombie's own times, and those of the children that it left unreaped, are readable only now.
  take_sample();
  const Reaped reaped = reap(running_);
  reaped_.add(running_, reaped.usage);
  exit_ = reaped.exit;
  stop_watch_.command_continued_or_ended(clock_.now());
  running_ = 0;
  state_.command_exited(clock_.now());
  if (!settings_.tree_wait_timeout && context_.notice.tell)
    tell_due_ = clock_.now() + context_.notice.after;
}

void Recorder::tell_who_is_waited_for() noexcept try {
  tell_due_.reset();
  take_sample();
  life_.hide();
  context_.notice.tell(clocks_.procfs->alive());
} catch (const std::exception&) {
  // No memory for a message: the wait is the same.
}

bool Recorder::tree_is_gone() const {
  if (!have_children()) return true;
  if (!reaped_.had_preexisting()) return false;
  const auto left = descendants_of(start_);
  return std::none_of(left.begin(), left.end(),
                      [&](pid_t pid) { return clocks_.procfs->is_ours(pid); });
}

void Recorder::take_last_readings() {
  hear_from_children(); // orphans that ended in the same moment
  if (marks_) marks_->drain(clock_.now());
  // Where only the command is waited for, its last sample has just been taken, of the zombie.
  const bool last_sample_is_fresh = running_ == 0 && settings_.tree_wait_timeout == Nanoseconds{0};
  if (!last_sample_is_fresh) take_sample();
  add_last_readings(sensors_.source.second_views, second_views_);
}

ExitInfo Recorder::exit_info() {
  const Nanoseconds tree_cpu = sampler_.tree_cpu();
  ExitInfo exit_info = facts_of_tree(tree_cpu, clocks_, reaped_, start_, command_pid_);
  exit_info.exit = exit_;
  exit_info.stopped = stop_watch_.total(clock_.now());
  exit_info.orphans_adopted = orphans_adopted_;
  exit_info.terminated_by = terminated_by_;
  exit_info.last_terminal_signal = last_terminal_signal_;
  exit_info.samples_taken = samples_taken_;
  exit_info.wakeups = wakeups_;
  return exit_info;
}

Method Recorder::method(const ExitInfo& exit_info) const {
  const std::vector<Sample>& samples = sampler_.samples().instants;
  const Seconds wall = samples.back().at - samples.front().at;
  const auto steps = static_cast<double>(std::max<std::uint64_t>(samples_taken_, 2) - 1);
  Method method;
  method.source = sensors_.source.about;
  method.model = sensors_.model;
  method.packages = start_.topology.packages;
  method.sampling_interval = settings_.interval ? Seconds(shortest_interval_) : wall / steps;
  method.clock_tick = clock_tick();
  method.cpu_clocks = clocks_of(exit_info.clocks);
  method.perf_refusal = clocks_.perf_refusal;
  method.aligned = aligned_;
  return method;
}

std::optional<Ledger> Recorder::ledger() {
  auto ledger = ledger_->close(sampler_.samples().instants.back().at);
  if (!ledger) return ledger;
  // The command's own arguments are known, however short it lived.
  const auto itself = std::ranges::find(ledger->processes, command_pid_, &ProcessUse::pid);
  if (itself != ledger->processes.end() && itself->argv.empty()) itself->argv = command_.argv;
  return ledger;
}

/// The clocks' last figures first: they go on.
Recording Recorder::recording() {
  Recording recording;
  recording.name = command_.name;
  recording.argv = command_.argv;
  recording.started_at = started_at_;
  recording.rank = context_.rank;
  recording.job = context_.job;
  recording.own_pid = ::getpid();
  recording.view = context_.view;
  recording.exit_info = exit_info();
  recording.conditions = conditions_.end();
  recording.method = method(recording.exit_info);
  recording.ledger = ledger();
  if (recording.ledger)
    recording.exit_info.processes_seen =
        std::max(recording.exit_info.processes_seen, processes_in(*recording.ledger));
  Samples samples = sampler_.take_samples();
  devices_.tell_shares(samples.devices);
  recording.samples = std::move(samples.instants);
  recording.marks = marks_and_work(marks_, settings_.work, recording.samples.front().at);
  recording.counters = std::move(samples.counters);
  recording.devices = std::move(samples.devices);
  recording.subjects = std::move(samples.subjects);
  recording.second_views = std::move(second_views_);
  recording.sensor_events = end_with_sensors(sensors_, sampler_);
  recording.exit_info.sampler_cpu = own_cpu_time() - cpu_at_start_;
  return recording;
}

} // namespace joules
